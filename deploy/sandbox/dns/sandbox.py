"""Puts the name server and the page that edits its zone together."""

from __future__ import annotations

from pathlib import Path

from deploy.sandbox.dns.server import NameServer
from deploy.sandbox.dns.zone import Zone
from deploy.sandbox.fonts import font
from deploy.sandbox.pages import asset, fill, page
from deploy.sandbox.web import Request, Response, Router, Server, healthy, redirect

PAGE = Path(__file__).parent / "page.html"


class Dns:
    """A running name server: its page's address, its end, and its zone."""

    def __init__(self, zone: Zone, *, host: str, port: int) -> None:
        self.zone = zone
        self._page = Server(self._router(), host=host, port=port)
        self.url = self._page.url
        self.port = int(self.url.rpartition(":")[2])
        self._names = NameServer(zone, host, self.port)
        self._names.start()
        self._page.start()

    def stop(self) -> None:
        """Stop; the zone stays in its file."""
        self._names.stop()
        self._page.stop()

    def _router(self) -> Router:
        router = Router()
        router.add("GET", "/health", healthy)
        router.add("GET", "/", self._show)
        router.add("POST", "/", self._save)
        router.add("GET", "/assets/{name}", asset)
        router.add("GET", "/assets/fonts/{name}", font)
        return router

    def _show(self, request: Request) -> Response:
        return page(fill(PAGE, zone=self.zone.text()))

    def _save(self, request: Request) -> Response:
        self.zone.write(request.form().get("zone", ""))
        return redirect("/")


def serve(*, data: str | Path, host: str = "127.0.0.1", port: int = 0) -> Dns:
    """Start a name server whose zone lies in the folder `data`; port 0 takes a free one."""
    return Dns(Zone(data), host=host, port=port)
