"""`python -m bench.view HOST…`: microseconds of a request without and with a query, as JSON. No socket."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from statistics import median
from time import perf_counter

import django

SLICES, REQUESTS = 12, 250


def main(hosts: list[str]) -> None:
    django.setup()
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    settings.MIDDLEWARE = settings.BENCH_MIDDLEWARE
    server = WSGIHandler()
    names = cycle(hosts)
    print(json.dumps({path: _measure(server, names, f"/bench/{path}/") for path in ("empty", "people")}))


def _measure(server: Callable[..., object], hosts: Iterator[str], path: str) -> float:
    for _ in range(2 * REQUESTS):
        _ask(server, next(hosts), path)
    slices = []
    for _ in range(SLICES):
        began = perf_counter()
        for _ in range(REQUESTS):
            _ask(server, next(hosts), path)
        slices.append((perf_counter() - began) / REQUESTS)
    return 1e6 * median(slices)


def _ask(server: Callable[..., object], host: str, path: str) -> None:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "HTTP_HOST": host,
        "SERVER_NAME": "x",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "REMOTE_ADDR": "127.0.0.1",
        "SCRIPT_NAME": "",
    }
    status: list[str] = []
    response = server(environ, lambda line, headers: status.append(line))
    b"".join(response)  # type: ignore[arg-type]
    response.close()  # type: ignore[attr-defined]
    assert status == ["200 OK"], status


main(sys.argv[1:])
