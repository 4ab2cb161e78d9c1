"""Webhooks: signed as Stripe signs them, sent until the other side answers 2xx."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from sqlite3 import Row

from deploy.sandbox.loopback import NotLoopback, post
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.api import sessions
from deploy.sandbox.stripe.errors import Json
from deploy.sandbox.stripe.store import Store

ATTEMPTS = 20
TIMEOUT = 10.0
SLOWEST = 300.0


def signature(secret: str, at: int, body: bytes) -> str:
    """The `Stripe-Signature` header for `body`."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Courier:
    """Delivers from a background thread; also closes sessions whose time is over.

    In order and one at a time per endpoint, unless `chaos` (a seed) lets it repeat and reorder: the
    same seed does the same to the same sequence of events.
    """

    def __init__(self, store: Store, *, chaos: int | None = None) -> None:
        self.chaos = chaos
        self._store = store
        self._busy: set[object] = set()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="webhook")
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin to deliver what is due, also from before a restart."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way."""
        self._stopped.set()
        self._thread.join()
        self._pool.shutdown(wait=True)

    def _work(self) -> None:
        while not self._stopped.wait(0.03):
            self._expire_sessions()
            if self.chaos is not None:
                self._stir(self.chaos)
            for row in self._due():
                self._hand_out(row)

    def _due(self) -> list[Row]:
        query = "SELECT * FROM delivery WHERE state = 'pending' AND due <= ? ORDER BY due, id LIMIT 64"
        return self._store.rows(query, self._store.now())

    def _hand_out(self, row: Row) -> None:
        lane = row["endpoint"] if self.chaos is None else row["id"]
        with self._lock:
            if lane in self._busy:
                return
            self._busy.add(lane)
        self._pool.submit(self._deliver, row, lane)

    def _deliver(self, row: Row, lane: object) -> None:
        try:
            # Handed out from a list read a moment ago: it may have been sent since.
            if self._store.rows("SELECT 1 FROM delivery WHERE id = ? AND state = 'pending' AND attempts = ?",
                                row["id"], row["attempts"]):  # fmt: skip
                status, error = self._send(row)
                self._record(row, status, error)
        finally:
            with self._lock:
                self._busy.discard(lane)

    def _send(self, row: Row) -> tuple[int | None, str | None]:
        account = Account(self._store, row["account"])
        endpoint = account.find("webhook_endpoint", row["endpoint"])
        event = account.find("event", row["event"])
        if not event or not endpoint or endpoint.get("deleted"):
            return None, "endpoint deleted"
        body = json.dumps(event, ensure_ascii=False, indent=2).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": signature(endpoint["_secret"], int(time.time()), body),
        }  # fmt: skip
        try:
            return post(endpoint["url"], body, headers, seconds=TIMEOUT), None
        except (OSError, HTTPException, NotLoopback) as error:
            return None, f"{type(error).__name__}: {error}"

    def _record(self, row: Row, status: int | None, error: str | None) -> None:
        attempts, delivered = row["attempts"] + 1, status is not None and 200 <= status < 300
        gone = error == "endpoint deleted" or attempts >= ATTEMPTS
        state = "delivered" if delivered else "given up" if gone else "pending"
        due = self._store.now() + min(SLOWEST, 0.5 * 2 ** (attempts - 1))
        with self._store.transaction():
            self._store.run(
                "UPDATE delivery SET state = ?, attempts = ?, status = ?, error = ?, due = ?, at = ?"
                " WHERE id = ?",
                state, attempts, status, error, due, self._store.now(), row["id"],
            )  # fmt: skip
            if delivered:
                self._count_down(Account(self._store, row["account"]), row["event"])

    def _count_down(self, account: Account, id: str) -> None:
        event = account.load("event", id)
        account.save(event | {"pending_webhooks": max(0, event["pending_webhooks"] - 1)})

    def _stir(self, seed: int) -> None:
        """Delay and double the new deliveries by the dice."""
        query = "SELECT * FROM delivery WHERE state = 'pending' AND attempts = 0 AND at IS NULL ORDER BY id"
        with self._store.transaction():
            for row in self._store.rows(query):
                dice = random.Random(f"{seed}:{row['id']}")
                late = row["due"] + dice.random() * 1.5
                self._store.run(
                    "UPDATE delivery SET due = ?, at = ? WHERE id = ?", late, row["due"], row["id"]
                )
                if dice.random() < 0.34:
                    self._repeat(row, late + dice.random() * 2)

    def _repeat(self, row: Row, due: float) -> None:
        self._store.run(
            "INSERT INTO delivery (account, event, endpoint, type, due, at) VALUES (?, ?, ?, ?, ?, ?)",
            row["account"], row["event"], row["endpoint"], row["type"], due, due,
        )  # fmt: skip

    def _expire_sessions(self) -> None:
        query = "SELECT account, id FROM due WHERE at <= ?"
        for row in self._store.rows(query, self._store.now()):
            with self._store.transaction():
                account = Account(self._store, row["account"])
                session: Json | None = account.find("checkout.session", row["id"])
                if session and session["status"] == "open":
                    sessions.close(account, session)
                else:
                    self._store.run("DELETE FROM due WHERE account = ? AND id = ?", row["account"], row["id"])
