"""The page at `/`: what happened in every account, and the test cards. Read only."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from deploy.sandbox.pages import Html, fill, join, link, page, row
from deploy.sandbox.stripe import money
from deploy.sandbox.stripe.cards import CARDS
from deploy.sandbox.stripe.errors import Json
from deploy.sandbox.stripe.store import Store
from deploy.sandbox.web import Request, Response, plain

TEMPLATES = Path(__file__).parent / "checkout" / "templates"
SHOWN = 40


@dataclass(frozen=True)
class Dashboard:
    """Accounts, payments, events and deliveries, newest first."""

    store: Store

    def show(self, request: Request) -> Response:
        """All of it, or one account (`?account=`)."""
        account = request.arguments().get("account", "")
        body = fill(
            TEMPLATES / "dashboard.html",
            accounts=self._accounts(), payments=self._payments(account), events=self._events(account),
            deliveries=self._deliveries(account), cards=join(row(c.written, c.says) for c in CARDS),
            chosen=account or "all accounts",
        )  # fmt: skip
        return page(body)

    def event(self, request: Request) -> Response:
        """One event as it is delivered."""
        rows = self.store.rows(
            "SELECT body FROM object WHERE id = ? AND kind = 'event'", request.captures["id"]
        )
        return plain(_pretty(rows[0]["body"])) if rows else plain("not found", 404)

    def _accounts(self) -> Html:
        query = (
            "SELECT name, account.created, "
            "(SELECT count(*) FROM object WHERE account = name AND kind = 'charge') AS charges, "
            "(SELECT count(*) FROM object WHERE account = name AND kind = 'event') AS events "
            "FROM account ORDER BY name"
        )
        return _some(
            row(link(f"/?account={a['name']}", a["name"]), Html(f"<code>sk_test_{a['name']}</code>"),
            a["charges"],
                a["events"], _time(a["created"])) for a in self.store.rows(query)
        )  # fmt: skip

    def _payments(self, account: str) -> Html:
        return _some(
            row(name, Html(f"<code>{p['id']}</code>"), money.written(p["amount"], p["currency"], "en"),
            p["status"],
                (p["last_payment_error"] or {}).get("message", ""), _time(p["created"]))
            for name, p in self._objects("payment_intent", account)
        )  # fmt: skip

    def _events(self, account: str) -> Html:
        return _some(
            row(name, link(f"/_sandbox/events/{e['id']}", e["type"]), _about(e), e["pending_webhooks"],
                _time(e["created"]))
            for name, e in self._objects("event", account)
        )  # fmt: skip

    def _deliveries(self, account: str) -> Html:
        query = "SELECT * FROM delivery WHERE ? IN ('', account) ORDER BY id DESC LIMIT ?"
        return _some(
            row(
                d["account"],
                d["type"],
                _state(d["state"]),
                d["attempts"],
                d["status"] or d["error"],
                _time(d["at"]),
            )
            for d in self.store.rows(query, account, SHOWN)
        )

    def _objects(self, kind: str, account: str) -> list[tuple[str, Json]]:
        query = (
            "SELECT account, body FROM object WHERE kind = ? AND ? IN ('', account) ORDER BY seq DESC LIMIT ?"
        )
        rows = self.store.rows(query, kind, account, SHOWN)
        bodies = self.store.bodies(query, kind, account, SHOWN)
        return [(each["account"], body) for each, body in zip(rows, bodies, strict=True)]


def _some(rows: Iterable[Html]) -> Html:
    found = join(rows)
    return found or Html('<tr><td colspan="6" class="empty">Nothing yet.</td></tr>')


def _about(event: Json) -> str:
    id = str(event["data"]["object"].get("id", ""))
    return id if len(id) <= 32 else f"{id[:31]}…"


def _state(state: str) -> Html:
    tone = {"delivered": "good", "given up": "bad"}.get(state, "")
    return Html(f'<span class="{tone}">{state}</span>')


def _time(at: float | None) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at)) if at else ""


def _pretty(body: str) -> str:
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
