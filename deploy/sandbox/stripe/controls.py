"""`/_sandbox/`: how a test bends the world. JSON in, JSON out; documented in this folder's README."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from deploy.sandbox.faults import KINDS, Fault
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.deliveries import Courier
from deploy.sandbox.stripe.errors import Json, StripeError
from deploy.sandbox.stripe.gate import Gate
from deploy.sandbox.web import Request, Response, Router, as_json


class WrongOrder(ValueError):
    """A control was asked for something it does not do."""


@dataclass(frozen=True)
class Controls:
    """Faults, latency, time and repeated or reordered deliveries."""

    gate: Gate
    courier: Courier

    def add_to(self, router: Router) -> None:
        """Answer the control addresses."""
        for method, path, control in (
            ("GET", "faults", self.waiting), ("POST", "faults", self.order), ("DELETE", "faults", self.clear),
            ("POST", "latency", self.latency), ("POST", "advance", self.advance), ("POST", "chaos",
            self.chaos),
            ("GET", "deliveries", self.deliveries), ("POST", "redeliver", self.redeliver),
        ):  # fmt: skip
            router.add(method, f"/_sandbox/{path}", self._safely(control))

    def waiting(self, _: Json) -> Json:
        """Faults still to happen."""
        return {
            name: [asdict(fault) for fault in faults] for name, faults in self.gate.faults.waiting().items()
        }

    def order(self, given: Json) -> Json:
        """{account, kind, match?, times?, seconds?}: the account's next matching calls go wrong."""
        if given.get("kind") not in KINDS:
            raise WrongOrder(f"kind must be one of {', '.join(KINDS)}")
        account = given.pop("account")
        self.gate.faults.order(account, Fault(**given))
        return self.waiting({})

    def clear(self, _: Json) -> Json:
        """Forget every fault and let go of calls that hang."""
        self.gate.faults.clear()
        return {}

    def latency(self, given: Json) -> Json:
        """{milliseconds}: how long each call takes."""
        self.gate.latency = float(given["milliseconds"]) / 1000
        return {"milliseconds": self.gate.latency * 1000}

    def advance(self, given: Json) -> Json:
        """{seconds}: the sandbox's clock moves on; sessions expire, retries come due."""
        self.gate.store.advance(float(given["seconds"]))
        return {"now": int(self.gate.store.now())}

    def chaos(self, given: Json) -> Json:
        """{seed}: repeat and reorder deliveries by that seed; null: in order, once."""
        seed = given["seed"]
        self.courier.chaos = None if seed is None else int(seed)
        return {"seed": self.courier.chaos}

    def deliveries(self, given: Json) -> Json:
        """?account=&event=: every delivery, oldest first."""
        rows = self.gate.store.rows("SELECT * FROM delivery ORDER BY id")
        found = [
            dict(row) for row in rows if all(row[n] == given[n] for n in ("account", "event") if n in given)
        ]
        return {"deliveries": found}

    def redeliver(self, given: Json) -> Json:
        """{account, events: [ids], times?}: send these events again, in this order, each `times` times."""
        account, queued = Account(self.gate.store, given["account"]), 0
        with self.gate.store.transaction():
            for at, id in enumerate(given["events"]):
                event = account.load("event", id)
                for endpoint in account.all("webhook_endpoint", status="enabled"):
                    for _ in range(int(given.get("times", 1))):
                        account.queue(event, endpoint, after=at / 1000)
                        queued += 1
        return {"queued": queued}

    def _safely(self, control: Any) -> Any:
        def answer(request: Request) -> Response:
            try:
                given = json.loads(request.body) if request.body else dict(request.arguments())
                return as_json(control(given))
            except (ValueError, KeyError, TypeError) as error:
                return as_json({"error": str(error)}, 400)
            except StripeError as refusal:
                return as_json(refusal.body(), refusal.status)

        return answer
