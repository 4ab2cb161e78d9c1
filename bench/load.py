"""A load generator on bare sockets: as many requests as a server answers, over connections that stay open."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter

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
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        while time.perf_counter() < until:
            link.sendall(message)
            answers[_read_answer(link)] += 1


def _read_answer(link: socket.socket) -> bytes:
    received = link.recv(65536)
    while b"\r\n\r\n" not in received:
        received += link.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    missing = length - len(body)
    while missing > 0:
        missing -= len(link.recv(min(missing, 262144)))
    return head[9:12]
