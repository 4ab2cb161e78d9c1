"""200 connections, two tenants in turn, threads and a shared pool: nobody sees the other (RELIABILITY 37)."""

from __future__ import annotations

import io
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

VISITORS = 200
VISITS = 5

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings: Any) -> WSGIHandler:
    settings.TENANT_TYPES = {
        kind: {**entry, "URLCONF": "tests.tenants.probe_urls"}
        for kind, entry in settings.TENANT_TYPES.items()
    }
    return WSGIHandler()


def ask(server: WSGIHandler, host: str, path: str = "/where/") -> tuple[int, bytes]:
    """One request as a server makes it, to its end: the connection goes back to the pool."""
    status: list[str] = []
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
    response = server(environ, lambda line, headers: status.append(line))
    try:
        body = b"".join(response)
    finally:
        response.close()
    return int(status[0].split()[0]), body


def test_no_answer_shows_the_other_tenant(server: WSGIHandler, reseller: Any, other_reseller: Any) -> None:
    statuses: Counter[int] = Counter()

    def visit(number: int) -> list[str]:
        wrong = []
        for turn in range(VISITS):
            tenant = (reseller, other_reseller)[(number + turn) % 2]
            status, body = ask(server, tenant.canonical_host)
            statuses[status] += 1
            if status != 200:
                continue
            seen = json.loads(body)
            again = seen.pop("again")
            mine = "peer@example.com" if tenant is other_reseller else "olga@example.com"
            if (
                seen != again
                or seen["schema"] != tenant.schema_name
                or mine not in seen["emails"]
                or seen["slug"] != tenant.slug
            ):
                wrong.append(f"{status} {tenant.slug} {body!r}")
        return wrong

    with ThreadPoolExecutor(VISITORS) as visitors:
        wrong = [line for lines in visitors.map(visit, range(VISITORS)) for line in lines]
    assert wrong == []
    # Two hundred threads of one process may outwait the pool; most must not.
    assert statuses.keys() <= {200, 503}
    assert statuses[200] > VISITORS * VISITS * 0.9


def test_a_streamed_answer_stays_in_its_tenant(
    server: WSGIHandler, reseller: Any, other_reseller: Any
) -> None:
    assert ask(server, other_reseller.canonical_host, "/stream/") == (200, b"beta:peer@example.com\n")
    status, body = ask(server, reseller.canonical_host, "/stream/")
    assert status == 200
    assert b"alpha:olga@example.com" in body
    assert b"beta" not in body
