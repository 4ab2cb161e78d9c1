"""The small HTTP server under every sandbox: routes, requests, responses, clean start and stop."""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from deploy.sandbox.loopback import NotLoopback, loopback_address

BODY_LIMIT = 1_048_576


@dataclass
class Request:
    """One HTTP request; `captures` holds what the route's `{name}` parts matched."""

    method: str
    path: str
    query: str
    headers: Message
    body: bytes
    base_url: str
    captures: dict[str, str] = field(default_factory=dict)

    def form(self) -> dict[str, str]:
        """The posted form, the last value of each name."""
        return _last_values(self.body.decode("utf-8", "replace"))

    def arguments(self) -> dict[str, str]:
        """The query string, the last value of each name."""
        return _last_values(self.query)


@dataclass
class Response:
    """What goes back; header names are sent as written."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Dropped(Exception):
    """The connection ends without an answer; `reset` sends a TCP reset."""

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__("dropped")
        self.reset = reset


Handler = Callable[[Request], Response]


class Router:
    """Finds a handler by method and path; `{name}` matches one segment, `{name*}` the rest."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []

    def add(self, method: str, path: str, handler: Handler) -> None:
        """Send `method path` to `handler`."""
        self._routes.append((method, _pattern(path), handler))

    def __call__(self, request: Request) -> Response:
        seen = False
        for method, pattern, handler in self._routes:
            match = pattern.fullmatch(request.path)
            if match and method == request.method:
                request.captures = {name: unquote(part) for name, part in match.groupdict().items()}
                return handler(request)
            seen = seen or match is not None
        return plain("method not allowed", 405) if seen else plain("not found", 404)


class Server:
    """A threaded server on one loopback port; port 0 takes a free one."""

    def __init__(self, application: Handler, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._http = _Listener((host, port), for_this_machine(application))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self.url = f"http://{host}:{self._http.server_address[1]}"

    def start(self) -> None:
        """Answer from a background thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and close every open connection."""
        self._http.shutdown()
        self._http.server_close()
        self._http.hang_up()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], application: Handler) -> None:
        self.application = application
        self._connections: set[socket.socket] = set()
        super().__init__(address, _Connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        # A kept-alive connection would otherwise go on being answered by the stopped server.
        for connection in list(self._connections):
            self.shutdown_request(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def do_GET(self) -> None:
        try:
            response = self._answer()
        except Dropped as dropped:
            self._drop(reset=dropped.reset)
        else:
            self._send(response)

    do_POST = do_DELETE = do_HEAD = do_PUT = do_GET

    def _answer(self) -> Response:
        request = self._request()
        if request is None:
            self.close_connection = True
            return plain("request body too large or of unknown length", 413)
        try:
            return self.server.application(request)
        except Dropped:
            raise
        except Exception:  # noqa: BLE001 - one broken call must not end the connection's thread silently
            traceback.print_exc()
            return plain("internal error", 500)

    def _request(self) -> Request | None:
        length = self.headers.get("Content-Length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > BODY_LIMIT:
            return None
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            return None
        parts = urlsplit(self.path)
        host = self.headers.get("Host") or "{}:{}".format(*self.server.server_address[:2])
        method = "GET" if self.command == "HEAD" else self.command
        body = self.rfile.read(int(length))
        return Request(method, parts.path, parts.query, self.headers, body, f"http://{host}")

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _drop(self, *, reset: bool) -> None:
        self.close_connection = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        pass


def for_this_machine(application: Handler) -> Handler:
    """Refuse other host names: a page elsewhere could point its own name at this machine and read along."""

    def answer(request: Request) -> Response:
        name = urlsplit(request.base_url).hostname or ""
        try:
            loopback_address(name)
        except NotLoopback:
            return plain("unknown host", 421)
        return application(request)

    return answer


def plain(text: str, status: int = 200) -> Response:
    """A text answer."""
    return Response(status, text.encode(), {"Content-Type": "text/plain; charset=utf-8"})


def as_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer."""
    body = json.dumps(value, ensure_ascii=False, indent=2).encode()
    return Response(status, body, {"Content-Type": "application/json", **(headers or {})})


def redirect(url: str) -> Response:
    """See other: the browser follows with GET."""
    return Response(303, b"", {"Location": url})


def healthy(_: Request) -> Response:
    """The answer to `GET /health`."""
    return as_json({"status": "ok"})


def _last_values(encoded: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(encoded, keep_blank_values=True).items()}


def _pattern(path: str) -> re.Pattern[str]:
    expression = re.sub(r"\{(\w+)\*\}", r"(?P<\1>.+)", path)
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", expression))
