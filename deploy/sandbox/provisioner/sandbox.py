"""Puts the loopback provisioner together and runs it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from deploy.sandbox.faults import KINDS, Fault, Faults
from deploy.sandbox.fonts import font
from deploy.sandbox.pages import Html, asset, fill, join, page, row
from deploy.sandbox.provisioner.orders import SIGNATURE, BadOrder, BadSignature, read_order, verify
from deploy.sandbox.provisioner.services import KeyReused, Services
from deploy.sandbox.web import Request, Response, Router, Server, as_json, healthy

PAGE = Path(__file__).parent / "page.html"


class Provisioner:
    """A running loopback provisioner: its address, its end, and what tests may order."""

    def __init__(self, services: Services, secret: str, *, host: str, port: int) -> None:
        self.services, self.faults, self._secret = services, Faults(), secret
        self._server = Server(self._router(), host=host, port=port)
        self.url = self._server.url
        self._server.start()

    def stop(self) -> None:
        """Stop; with a data folder the next start goes on from here."""
        self.faults.clear()
        self._server.stop()
        self.services.close()

    def fault(self, kind: str, **more: Any) -> None:
        """Let the next order go wrong: `decline`, or one of `faults.KINDS`."""
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
        router.add("POST", "/v1/services", self._perform)
        router.add("GET", "/v1/services/{uuid}", self._service)
        router.add("GET", "/v1/operations/{key}", self._operation)
        router.add("POST", "/_sandbox/faults", self._order_fault)
        router.add("DELETE", "/_sandbox/faults", self._clear)
        return router

    def _perform(self, request: Request) -> Response:
        try:
            verify(self._secret, request)
            order = read_order(request.body)
        except BadSignature as error:
            return as_json({"error": str(error)}, 401)
        except BadOrder as error:
            return as_json({"error": str(error)}, 400)
        fault = self.faults.take("", order["operation"], f"{order['key']} {order['service'].get('sku', '')}")
        if early := self._early(fault):
            return early
        try:
            declined = "declined by order" if fault and fault.kind == "decline" else ""
            answer = as_json(self.services.perform(order, refuse=declined))
        except KeyReused:
            return as_json({"error": "this key came with another body"}, 409)
        return self._late(fault) or answer

    def _early(self, fault: Fault | None) -> Response | None:
        if not fault:
            return None
        if fault.kind in ("timeout_before", "reset_before"):
            self.faults.drop(fault)
        statuses = {"error_before": 500, "rate_limit": 429}
        return as_json({"error": fault.kind}, statuses[fault.kind]) if fault.kind in statuses else None

    def _late(self, fault: Fault | None) -> Response | None:
        if not fault or fault.kind == "decline":
            return None
        if fault.kind == "error_after":
            return as_json({"error": fault.kind}, 500)
        self.faults.drop(fault)
        return None

    def _service(self, request: Request) -> Response:
        return self._look_up(request, self.services.service(request.captures["uuid"]))

    def _operation(self, request: Request) -> Response:
        return self._look_up(request, self.services.operation(request.captures["key"]))

    def _look_up(self, request: Request, found: dict[str, Any] | None) -> Response:
        # Look-ups may be signed (over an empty body); a wrong signature is never passed over.
        if any(request.headers.get(name) for name in SIGNATURE):
            try:
                verify(self._secret, request)
            except BadSignature as error:
                return as_json({"error": str(error)}, 401)
        return as_json(found) if found else as_json({"error": "unknown"}, 404)

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
        services = join(
            row(
                s["uuid"],
                s["sku"],
                s["quantity"],
                s.get("domain", ""),
                s["state"],
                s["reference"],
                _time(s["at"]),
            )
            for s in self.services.all()
        )
        operations = join(
            row(o["operation"], o["key"], o["status"], o["reference"] or o.get("message"), _time(o["at"]))
            for o in self.services.operations()
        )
        nothing = Html('<tr><td colspan="7" class="empty">Nothing yet.</td></tr>')
        return page(fill(PAGE, services=services or nothing, operations=operations or nothing))


def serve(
    *, secret: str, data: str | Path = ":memory:", host: str = "127.0.0.1", port: int = 0
) -> Provisioner:
    """Start a loopback provisioner that trusts `secret`; port 0 takes a free one."""
    services = Services(data)
    try:
        return Provisioner(services, secret, host=host, port=port)
    except OSError:
        services.close()
        raise


def _time(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at))
