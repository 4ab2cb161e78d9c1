"""What a visitor claims about where they come from never reaches the product."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.sandbox.web import Request, Response, Router, Server, as_json
from tests.deploy.caddy.authority import Authority
from tests.deploy.caddy.proxy import EDGE, Proxy
from tests.zones import Zones

HOST = "shop.acme.localhost"
CLAIMS = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Port": "1",
    "X-Real-IP": "203.0.113.9",
    "X-Original-URL": "/console/",
    "X-Host": "evil.example",
    "Forwarded": "for=203.0.113.9;host=evil.example",
}

pytestmark = pytest.mark.slow


@pytest.fixture
def echo() -> Iterator[Server]:
    """Says yes to every host, and tells which headers arrived."""

    def tell(request: Request) -> Response:
        return as_json(dict(request.headers.items()), headers={"Server": "product/1.0", "Via": "1.1 product"})

    router = Router()
    router.add("GET", "/internal/ask", lambda request: Response(200))
    router.add("GET", "/{path*}", tell)
    running = Server(router)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def proxy(
    tmp_path: Path, authority: Authority, echo: Server, ports: tuple[int, int], zones: Zones
) -> Iterator[Proxy]:
    zones.put(HOST, "CNAME", f"{EDGE}.")
    running = Proxy(
        tmp_path,
        directory=authority.directory,
        roots=authority.trust,
        upstream=int(echo.url.rpartition(":")[2]),
        ports=ports,
    )
    yield running
    running.stop()


def test_where_a_visitor_comes_from_is_told_by_the_proxy_alone(proxy: Proxy, trust: ssl.SSLContext) -> None:
    status, headers, body = proxy.get(HOST, "/page", trust, CLAIMS)
    arrived = {name.lower(): value for name, value in json.loads(body).items()}
    assert status == 200
    assert arrived["host"] == HOST
    assert arrived["x-forwarded-for"] == arrived["x-real-ip"] == "127.0.0.1"
    assert arrived["x-forwarded-proto"] == "https"
    assert not {"203.0.113.9", "evil.example"} & set(" ".join(arrived.values()).replace(";", " ").split())
    for name in ("forwarded", "x-host", "x-original-url", "x-forwarded-host", "x-forwarded-port"):
        assert name not in arrived
    assert not {"server", "via"} & set(headers)


def test_plain_http_goes_to_https_and_names_no_server(proxy: Proxy, trust: ssl.SSLContext) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.http_port, timeout=10)
    connection.request("GET", "/page?x=1", headers={"Host": HOST})
    answer = connection.getresponse()
    assert answer.status == 308
    assert answer.getheader("Location") == f"https://{HOST}/page?x=1"
    assert answer.getheader("Server") is None


def test_an_outage_of_the_product_says_nothing_of_it(
    proxy: Proxy, echo: Server, trust: ssl.SSLContext
) -> None:
    assert proxy.get(HOST, "/page", trust)[0] == 200
    echo.stop()
    status, headers, body = proxy.get(HOST, "/page", trust)
    assert (status, body) == (503, b"")
    assert "server" not in headers


def test_the_internal_question_does_not_pass_the_proxy(proxy: Proxy, trust: ssl.SSLContext) -> None:
    for path in (
        "/internal/ask",
        "/internal/ask?domain=x",
        "/INTERNAL/ask",
        "/%69nternal/ask",
        "/x/../internal/ask",
    ):
        status, _, body = proxy.get(HOST, path, trust)
        assert (status, body) == (404, b""), path


def test_a_certificate_is_not_asked_for_when_the_product_is_away(
    proxy: Proxy, echo: Server, trust: Any, zones: Zones
) -> None:
    other = "other.acme.localhost"
    zones.put(other, "CNAME", f"{EDGE}.")
    echo.stop()
    with pytest.raises((ssl.SSLError, OSError)):
        proxy.handshake(other, trust)
