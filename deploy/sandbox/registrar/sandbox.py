"""Puts the loopback registrar together and runs it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy.sandbox.faults import KINDS, Fault, Faults
from deploy.sandbox.fonts import font
from deploy.sandbox.pages import Html, asset, fill, join, page, row
from deploy.sandbox.provisioner.orders import BadOrder, BadSignature, verify
from deploy.sandbox.registrar.names import KeyReused, Names
from deploy.sandbox.registrar.orders import read_names, read_order
from deploy.sandbox.web import Request, Response, Router, Server, as_json, healthy

PAGE = Path(__file__).parent / "page.html"


class Registrar:
    """A running loopback registrar: its address, its end, and what tests may order."""

    def __init__(self, names: Names, secret: str, *, host: str, port: int) -> None:
        self.names, self.faults, self._secret = names, Faults(), secret
        self._server = Server(self._router(), host=host, port=port)
        self.url = self._server.url
        self._server.start()

    def stop(self) -> None:
        """Stop; with a data folder the next start goes on from here."""
        self.faults.clear()
        self._server.stop()
        self.names.close()

    def fault(self, kind: str, **more: Any) -> None:
        """Let the next call go wrong: `decline`, or one of `faults.KINDS`."""
        if kind not in {*KINDS, "decline"}:
            raise ValueError(f"kind must be decline or one of {', '.join(KINDS)}")
        self.faults.order("", Fault(kind=kind, **more))

    def clear_faults(self) -> None:
        """Nothing goes wrong any more; hanging calls end now."""
        self.faults.clear()

    def _router(self) -> Router:
        router = Router()
        router.add("GET", "/health", healthy)
        router.add("GET", "/", self._page)
        router.add("GET", "/assets/{name}", asset)
        router.add("GET", "/assets/fonts/{name}", font)
        router.add("POST", "/v1/availability", self._availability)
        router.add("POST", "/v1/names", self._perform)
        router.add("GET", "/v1/operations/{key}", self._operation)
        router.add("POST", "/_sandbox/faults", self._order_fault)
        router.add("DELETE", "/_sandbox/faults", self._clear)
        return router

    def _availability(self, request: Request) -> Response:
        def answer(_: Fault | None) -> Response:
            names = read_names(request.body)
            return as_json({"names": {n: "free" if self.names.is_free(n) else "taken" for n in names}})

        return self._signed(request, "availability", answer)

    def _perform(self, request: Request) -> Response:
        def answer(fault: Fault | None) -> Response:
            refuse = "declined by order" if fault and fault.kind == "decline" else ""
            return as_json(self.names.perform(read_order(request.body), refuse=refuse))

        return self._signed(request, "names", answer)

    def _operation(self, request: Request) -> Response:
        def answer(_: Fault | None) -> Response:
            found = self.names.operation(request.captures["key"])
            return as_json(found) if found else as_json({"error": "unknown"}, 404)

        return self._signed(request, "operations", answer)

    def _signed(self, request: Request, what: str, answer: Callable[[Fault | None], Response]) -> Response:
        try:
            verify(self._secret, request)
            fault = self.faults.take("", what, request.body.decode("utf-8", "replace"))
            if early := self._early(fault):
                return early
            return self._late(fault, answer(fault))
        except BadSignature as error:
            return as_json({"error": str(error)}, 401)
        except BadOrder as error:
            return as_json({"error": str(error)}, 400)
        except KeyReused:
            return as_json({"error": "this key came with another body"}, 409)

    def _early(self, fault: Fault | None) -> Response | None:
        if not fault:
            return None
        if fault.kind in ("timeout_before", "reset_before"):
            self.faults.drop(fault)
        statuses = {"error_before": 500, "rate_limit": 429}
        return as_json({"error": fault.kind}, statuses[fault.kind]) if fault.kind in statuses else None

    def _late(self, fault: Fault | None, answer: Response) -> Response:
        if not fault or fault.kind == "decline":
            return answer
        if fault.kind == "error_after":
            return as_json({"error": fault.kind}, 500)
        self.faults.drop(fault)
        return answer

    def _order_fault(self, request: Request) -> Response:
        try:
            self.fault(**json.loads(request.body))
        except (ValueError, TypeError) as error:
            return as_json({"error": str(error)}, 400)
        return as_json({})

    def _clear(self, _: Request) -> Response:
        self.clear_faults()
        return as_json({})

    def _page(self, _: Request) -> Response:
        names = join(row(name, expires_on, _time(at)) for name, expires_on, at in self.names.all())
        operations = join(
            row(o["operation"], o["key"], o["status"], o["reference"] or o.get("message"), _time(o["at"]))
            for o in self.names.operations()
        )
        nothing = Html('<tr><td colspan="5" class="empty">Nothing yet.</td></tr>')
        return page(fill(PAGE, names=names or nothing, operations=operations or nothing))


def serve(*, secret: str, data: str | Path = ":memory:", host: str = "127.0.0.1", port: int = 0) -> Registrar:
    """Start a loopback registrar that trusts `secret`; port 0 takes a free one."""
    names = Names(data)
    try:
        return Registrar(names, secret, host=host, port=port)
    except OSError:
        names.close()
        raise


def _time(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at))
