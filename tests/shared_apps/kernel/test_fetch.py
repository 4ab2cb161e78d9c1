"""HTTP to a host that somebody else named goes to the checked address, over TLS for that very name (RELIABILITY 11)."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from shared_apps.kernel import outside
from shared_apps.kernel.fetch import FetchFailed, fetch
from tests.tenant_apps.notices.smtp_server import server_context

NAME = "id.acme.example"


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def port(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A host on loopback whose certificate names `NAME`, which every name leads to."""
    server = HTTPServer(("127.0.0.1", 0), Hello)
    server.socket = server_context(tmp_path, NAME).wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = int(server.server_address[1])
    settings.OUTSIDE_ALLOWED = [f"{NAME}:{port}", f"other.example:{port}"]
    monkeypatch.setattr(outside, "_resolved", lambda _: [outside.ip_address("127.0.0.1")])
    yield port
    server.shutdown()
    server.server_close()


def code_of(url: str) -> str:
    with pytest.raises(FetchFailed) as failed:
        fetch(url)
    return failed.value.code


def test_a_certificate_counts_when_an_authority_vouches_for_this_name(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert code_of(f"https://{NAME}:{port}/") == "tls"
    trusting = ssl.create_default_context(cafile=tmp_path / "ca.pem")
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    assert fetch(f"https://{NAME}:{port}/").json() == {}
    assert code_of(f"https://other.example:{port}/") == "tls"


def test_the_name_is_asked_for_once(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """An answer that changes after it was judged changes nothing: only literal addresses are connected to."""
    answers = iter([[outside.ip_address("10.0.0.1")], [outside.ip_address("8.8.8.8")]])
    monkeypatch.setattr(outside, "_resolved", lambda _: next(answers))
    settings.OUTSIDE_ALLOWED = []
    assert code_of(f"https://{NAME}/") == "refused"
    assert code_of(f"https://{NAME}:25/") == "refused"
    assert next(answers, None) is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/",
        "file:///etc/passwd",
        "https://u@a.example/",
        "https://a.example/\r\nX: y",
        "https:///",
    ],
)
def test_an_address_that_is_none_is_not_asked(url: str) -> None:
    assert code_of(url) == "address"
