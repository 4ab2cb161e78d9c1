"""Real sandboxes on free ports, the official library as their caller, and a listener for webhooks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
import stripe

from deploy.sandbox.stripe import Sandbox, serve


class Listener:
    """A shop's webhook address; answers with the statuses in `answers`, then with 200."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = listener.answers.pop(0) if listener.answers else 200
                listener.received.append((dict(self.headers), body))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://alpha.vitrine.localhost:{self._server.server_port}/webhooks/stripe/"

    def events(self, secret: str) -> list[stripe.Event]:
        """What came, verified with the official library."""
        return [
            stripe.Webhook.construct_event(body, headers["Stripe-Signature"], secret)
            for headers, body in list(self.received)
        ]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def wait_until() -> Callable[..., None]:
    """Until it holds, or fail."""

    def wait(holds: Callable[[], Any], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it never came to hold"
            time.sleep(0.02)

    return wait


@pytest.fixture
def gateway() -> Iterator[Sandbox]:
    sandbox = serve()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def listener() -> Iterator[Listener]:
    running = Listener()
    yield running
    running.stop()


@pytest.fixture
def connect(gateway: Sandbox) -> Callable[..., stripe.StripeClient]:
    """A client of the official library for an account."""

    def client(account: str = "alpha", *, timeout: float = 20, retries: int = 0) -> stripe.StripeClient:
        return stripe.StripeClient(
            f"sk_test_{account}",
            base_addresses={"api": gateway.url},
            http_client=connections(timeout),
            max_network_retries=retries,
        )

    return client


@cache
def connections(timeout: float) -> stripe.HTTPXClient:
    return stripe.HTTPXClient(timeout=timeout, allow_sync_methods=True)


@pytest.fixture
def client(connect: Callable[..., stripe.StripeClient]) -> stripe.StripeClient:
    return connect()


@pytest.fixture
def buyer() -> Iterator[httpx.Client]:
    """A browser that does not follow redirects."""
    with httpx.Client(trust_env=False, verify=False) as browser:
        yield browser


WISH: dict[str, Any] = {
    "mode": "payment",
    "success_url": "http://alpha.vitrine.localhost:8000/paid/?session={CHECKOUT_SESSION_ID}",
    "cancel_url": "http://alpha.vitrine.localhost:8000/cart/",
    "customer_email": "carl@example.test",
    "line_items": [
        {
            "quantity": 2,
            "price_data": {"currency": "try", "unit_amount": 12_500, "product_data": {"name": "Yearly mail"}},
        }
    ],
}


@pytest.fixture
def wish() -> dict[str, Any]:
    """A session for 250.00 TRY."""
    return {**WISH}


@pytest.fixture
def card() -> Callable[[str], dict[str, str]]:
    """The page's form with a card number."""
    return lambda number: {"number": number, "expiry": "12 / 34", "cvc": "123", "name": "Carl Client"}
