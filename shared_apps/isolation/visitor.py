"""A visitor in the server's own process: real headers and cookies through the whole path of a request."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.middleware.csrf import _get_new_csrf_string

from tenants.middleware import IN_PROCESS

from .quiet import unheard

_handler: list[WSGIHandler] = []


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers as sent, the whole body."""

    status: int
    headers: Mapping[str, str]
    cookies: frozenset[str]
    body: bytes

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Visitor:
    """A browser on one host. `label`: who this is, for findings; `cookies`: what it holds."""

    host: str
    label: str
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = "203.0.113.77"  # a documentation address: nobody's limits are used up (RFC 5737)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(self, path: str, fields: Mapping[str, Any] | None = None, *, origin: str = "") -> Answer:
        """A form with a valid CSRF token: what refuses it must be the gate or the view."""
        token = self.cookies.setdefault(settings.CSRF_COOKIE_NAME, _get_new_csrf_string())
        body = urlencode({"csrfmiddlewaretoken": token, **(fields or {})}, doseq=True).encode()
        more = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
        more["HTTP_ORIGIN"] = origin or f"{_scheme()}://{self.host}"
        more["HTTP_REFERER"] = f"{origin or more['HTTP_ORIGIN']}/"
        return self._ask("POST", path, body, more)

    def _ask(self, method: str, path: str, body: bytes, more: Mapping[str, str]) -> Answer:
        with unheard(), _own_connection():
            return self._answer(self._environ(method, path, body, more))

    def _environ(self, method: str, path: str, body: bytes, more: Mapping[str, str]) -> dict[str, Any]:
        parts = urlsplit(path)
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": self.host,
            "SERVER_PORT": "443" if _scheme() == "https" else "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self.host,
            "HTTP_USER_AGENT": "isolation-proof",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "HTTP_X_FORWARDED_PROTO": _scheme(),
            "REMOTE_ADDR": self.address,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": _scheme(),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            IN_PROCESS: True,
            **more,
        }

    def _answer(self, environ: dict[str, Any]) -> Answer:
        sent: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            sent.append((status, headers))

        # Django's handler hands over its response object, which streams and must be closed.
        response: Any = _server()(environ, begin)
        try:
            body = b"".join(_parts(response))
        finally:
            response.close()
        status, headers = sent[0]
        return Answer(
            int(status.split()[0]),
            {name.lower(): value for name, value in headers},
            self._take_cookies(value for name, value in headers if name.lower() == "set-cookie"),
            body,
        )

    def _take_cookies(self, lines: Iterable[str]) -> frozenset[str]:
        names = set()
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                names.add(name)
                if morsel.value and morsel["max-age"] != 0:
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)
        return frozenset(names)


@contextmanager
def _own_connection() -> Iterator[None]:
    """The end of a request gives its connection back; this one is the caller's, as in Django's test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def _parts(response: Iterable[Any]) -> Iterable[bytes]:
    return (part if isinstance(part, bytes) else str(part).encode() for part in response)


def _server() -> WSGIHandler:
    if not _handler:
        _handler.append(WSGIHandler())
    return _handler[0]


def _scheme() -> str:
    return "https" if settings.SECURE_PROXY_SSL_HEADER else "http"
