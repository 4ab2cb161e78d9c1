"""Puts the loopback Stripe together and runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from deploy.sandbox.faults import Faults
from deploy.sandbox.fonts import font
from deploy.sandbox.pages import asset
from deploy.sandbox.stripe.api import (
    customers,
    payment_intents,
    payment_methods,
    refunds,
    sessions,
    setup_intents,
    webhook_endpoints,
)
from deploy.sandbox.stripe.api.call import Resource, Route
from deploy.sandbox.stripe.checkout.pages import CheckoutPages
from deploy.sandbox.stripe.controls import Controls
from deploy.sandbox.stripe.dashboard import Dashboard
from deploy.sandbox.stripe.deliveries import Courier
from deploy.sandbox.stripe.gate import Gate
from deploy.sandbox.stripe.store import Store
from deploy.sandbox.web import Handler, Request, Response, Router, Server, healthy

RESOURCES = (
    sessions,
    payment_intents,
    setup_intents,
    refunds,
    customers,
    payment_methods,
    webhook_endpoints,
)
ROUTES: list[Route] = [route for resource in RESOURCES for route in resource.ROUTES]


class Sandbox:
    """A running loopback Stripe: its address, its end, and what tests may order."""

    def __init__(self, store: Store, gate: Gate, courier: Courier, server: Server) -> None:
        self.store, self.gate, self.courier, self._server = store, gate, courier, server
        self.url = server.url

    def start(self) -> None:
        """Begin to answer and to deliver."""
        self._server.start()
        self.courier.start()

    def stop(self) -> None:
        """Stop; with a data folder the next start goes on from here."""
        self.gate.faults.clear()
        self._server.stop()
        self.courier.stop()
        self.store.close()

    def fault(self, account: str, kind: str, **more: Any) -> None:
        """Let the account's next call go wrong: see `faults.KINDS`."""
        self._control("POST", "faults", {"account": account, "kind": kind, **more})

    def clear_faults(self) -> None:
        """Nothing goes wrong any more; hanging calls end now."""
        self._control("DELETE", "faults")

    def set_latency(self, milliseconds: float) -> None:
        """How long each call takes."""
        self._control("POST", "latency", {"milliseconds": milliseconds})

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock on."""
        self._control("POST", "advance", {"seconds": seconds})

    def set_chaos(self, seed: int | None) -> None:
        """Repeat and reorder deliveries by the seed, or stop doing so."""
        self._control("POST", "chaos", {"seed": seed})

    def redeliver(self, account: str, *events: str, times: int = 1) -> int:
        """Send the events again in the order given, each `times` times; answers how many are queued."""
        order = {"account": account, "events": list(events), "times": times}
        return int(self._control("POST", "redeliver", order)["queued"])

    def deliveries(self, **wanted: str) -> list[dict[str, Any]]:
        """Deliveries, oldest first, of one `account` or `event`."""
        return list(self._control("GET", "deliveries", query=wanted)["deliveries"])

    def _control(self, method: str, path: str, order: Any = None, query: Any = None) -> dict[str, Any]:
        import httpx  # for tests alone: it would double the time the sandbox takes to start

        # Plain HTTP to this machine: reading the certificate store would cost more than the call.
        with httpx.Client(trust_env=False, verify=False) as client:
            answer = client.request(method, f"{self.url}/_sandbox/{path}", json=order, params=query)
        if answer.status_code != 200:
            raise ValueError(answer.text)
        return dict(answer.json())


def serve(
    *, data: str | Path = ":memory:", host: str = "127.0.0.1", port: int = 0, latency_ms: float = 0,
    chaos: int | None = None, public_url: str | None = None,
) -> Sandbox:  # fmt: skip
    """Start a loopback Stripe; port 0 takes a free one, `:memory:` forgets everything when it stops."""
    store = Store(data)
    gate = Gate(store, Faults(), latency_ms / 1000, public_url)
    courier = Courier(store, chaos=chaos)
    try:
        sandbox = Sandbox(store, gate, courier, Server(router(gate, courier), host=host, port=port))
    except OSError:
        store.close()
        raise
    sandbox.start()
    return sandbox


def router(gate: Gate, courier: Courier) -> Handler:
    """Every address of the sandbox."""
    routes = Router()
    dashboard = Dashboard(gate.store)
    routes.add("GET", "/health", healthy)
    routes.add("GET", "/", dashboard.show)
    routes.add("GET", "/_sandbox/events/{id}", dashboard.event)
    routes.add("GET", "/assets/{name}", asset)
    routes.add("GET", "/assets/fonts/{name}", font)
    Controls(gate, courier).add_to(routes)
    CheckoutPages(gate.store).add_to(routes)
    for method, path, known, resource in ROUTES:
        routes.add(method, path, _through(gate, known, resource))
    for method in ("GET", "POST", "DELETE"):
        routes.add(method, "/v{rest*}", gate.unknown)
    return routes


def _through(gate: Gate, known: type, resource: Resource) -> Handler:
    def answer(request: Request) -> Response:
        return gate.answer(known, resource, request)

    return answer
