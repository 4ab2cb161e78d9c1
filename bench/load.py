"""A load generator on bare sockets: as many requests as a server answers, over connections that stay open."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from io import BufferedReader

CONNECTIONS = 8


def requests_per_second(port: int, host: str, path: str, cookie: str = "", seconds: float = 4.0) -> float:
    """Raises when an answer is not 200."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Accept-Encoding: identity"]
    lines += [f"Cookie: sid={cookie}"] if cookie else []
    message = ("\r\n".join(lines) + "\r\n\r\n").encode()
    answers: Counter[bytes] = Counter()
    until = time.perf_counter() + seconds
    visitors = [
        threading.Thread(target=_visit, args=(port, message, until, answers)) for _ in range(CONNECTIONS)
    ]
    began = time.perf_counter()
    for each in visitors:
        each.start()
    for each in visitors:
        each.join()
    if set(answers) != {b"200"}:
        raise RuntimeError(f"{path}: {dict(answers)}")
    return answers[b"200"] / (time.perf_counter() - began)


def _visit(port: int, message: bytes, until: float, answers: Counter[bytes]) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link, link.makefile("rb") as received:
        while time.perf_counter() < until:
            link.sendall(message)
            answers[_read_answer(received)] += 1


def _read_answer(received: BufferedReader) -> bytes:
    status = received.readline()[9:12]
    length, is_chunked = 0, False
    while (line := received.readline().lower()) not in {b"\r\n", b""}:
        if line.startswith(b"content-length:"):
            length = int(line[15:])
        is_chunked |= line.startswith(b"transfer-encoding:")
    if is_chunked:
        while size := int(received.readline(), 16):
            received.read(size + 2)
        length = 2
    received.read(length)
    return status
