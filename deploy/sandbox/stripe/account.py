"""One account's objects and events; nothing reaches from one account into another."""

from __future__ import annotations

import json
from typing import Any

import stripe

from deploy.sandbox.stripe.errors import Json, missing
from deploy.sandbox.stripe.objects import complete, new_id, public
from deploy.sandbox.stripe.store import Store


class Account:
    """The store of one API key. `cause` is the request that events name."""

    def __init__(self, store: Store, name: str, cause: Json | None = None) -> None:
        self.store = store
        self.name = name
        self.cause = cause or {"id": None, "idempotency_key": None}

    def open(self) -> None:
        """Make the account when this is its first use."""
        self.store.run("INSERT OR IGNORE INTO account VALUES (?, ?)", self.name, self.now())

    def now(self) -> int:
        """The sandbox's time in whole seconds."""
        return int(self.store.now())

    def save(self, body: Json) -> Json:
        """Write the object as it is now."""
        text = json.dumps(body, ensure_ascii=False)
        self.store.run(
            "INSERT INTO object (account, id, kind, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (account, id) DO UPDATE SET body = excluded.body",
            self.name, body["id"], body["object"], text,
        )  # fmt: skip
        return body

    def find(self, kind: str, id: str) -> Json | None:
        """The object, or nothing."""
        query = "SELECT body FROM object WHERE account = ? AND id = ? AND kind = ?"
        return next(iter(self.store.bodies(query, self.name, id, kind)), None)

    def load(self, kind: str, id: str, param: str | None = None) -> Json:
        """The object, or Stripe's 404 that names `param`."""
        found = self.find(kind, id)
        if found is None or found.get("deleted"):
            raise missing(kind, id, param)
        return found

    def all(self, kind: str, **equal: Any) -> list[Json]:
        """Every object of a kind, newest first, whose fields equal the given ones."""
        query = "SELECT body FROM object WHERE account = ? AND kind = ? ORDER BY seq DESC"
        found = self.store.bodies(query, self.name, kind)
        return [body for body in found if all(body.get(name) == value for name, value in equal.items())]

    def emit(self, type: str, subject: Json, previous: Json | None = None) -> Json:
        """Record an event about `subject` and queue it for every endpoint that asked for it."""
        endpoints = [each for each in self.all("webhook_endpoint", status="enabled") if _wants(each, type)]
        data = {"object": public(subject)} | ({"previous_attributes": previous} if previous else {})
        event = complete(
            stripe.Event, without=("account", "context"),
            id=new_id("evt"), object="event", api_version=stripe.api_version, created=self.now(),
            data=data, livemode=False, pending_webhooks=len(endpoints), request=dict(self.cause), type=type,
        )  # fmt: skip
        self.save(event)
        for endpoint in endpoints:
            self.queue(event, endpoint)
        return event

    def queue(self, event: Json, endpoint: Json, *, after: float = 0) -> None:
        """Send `event` to `endpoint`, `after` seconds from now."""
        self.store.run(
            "INSERT INTO delivery (account, event, endpoint, type, due) VALUES (?, ?, ?, ?, ?)",
            self.name, event["id"], endpoint["id"], event["type"], self.store.now() + after,
        )  # fmt: skip


def _wants(endpoint: Json, type: str) -> bool:
    return "*" in endpoint["enabled_events"] or type in endpoint["enabled_events"]
