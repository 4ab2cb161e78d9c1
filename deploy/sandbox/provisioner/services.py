"""The services that exist, and what each operation does to them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

Json = dict[str, Any]
SCHEMA = """
CREATE TABLE IF NOT EXISTS service (uuid TEXT PRIMARY KEY, state TEXT NOT NULL, at REAL NOT NULL,
body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS operation (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE NOT NULL, fingerprint TEXT NOT NULL,
  at REAL NOT NULL,
  answer TEXT NOT NULL);
"""
# From which states an operation may start, and the state it leads to.
MOVES = {
    "create": ({"absent"}, "active"),
    "suspend": ({"active"}, "suspended"),
    "resume": ({"suspended"}, "active"),
    "change": ({"active"}, "active"),
    "terminate": ({"active", "suspended"}, "terminated"),
}


class KeyReused(Exception):
    """The idempotency key came before with another body."""


class Services:
    """Everything provisioned, in one SQLite file; `:memory:` forgets."""

    def __init__(self, data: str | Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(_place(data), check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(SCHEMA)

    def perform(self, order: Json, *, refuse: str = "") -> Json:
        """Do the operation once per key; `refuse` declines it. Raises `KeyReused`."""
        with self._lock:
            mark = hashlib.sha256(json.dumps(order, sort_keys=True).encode()).hexdigest()
            known = self._row("SELECT fingerprint, answer FROM operation WHERE key = ?", order["key"])
            if known:
                if known[0] != mark:
                    raise KeyReused(order["key"])
                return dict(json.loads(known[1]))
            return self._write(order, mark, refuse)

    def operation(self, key: str) -> Json | None:
        """What came of the operation with that key."""
        row = self._row("SELECT answer FROM operation WHERE key = ?", key)
        return json.loads(row[0]) if row else None

    def service(self, uuid: str) -> Json | None:
        """The service as it stands."""
        row = self._row("SELECT body FROM service WHERE uuid = ?", uuid)
        return json.loads(row[0]) if row else None

    def all(self) -> list[Json]:
        """Every service, the last changed first."""
        rows = self._db.execute("SELECT body, at FROM service ORDER BY at DESC LIMIT 200").fetchall()
        return [json.loads(body) | {"at": at} for body, at in rows]

    def operations(self) -> list[Json]:
        """The latest operations, newest first."""
        rows = self._db.execute("SELECT answer, at FROM operation ORDER BY seq DESC LIMIT 100").fetchall()
        return [json.loads(answer) | {"at": at} for answer, at in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _write(self, order: Json, mark: str, refuse: str) -> Json:
        self._db.execute("BEGIN IMMEDIATE")
        answer = _declined(order, refuse) if refuse else self._move(order)
        statement = "INSERT INTO operation (key, fingerprint, at, answer) VALUES (?, ?, ?, ?)"
        self._db.execute(statement, (order["key"], mark, time.time(), json.dumps(answer)))
        self._db.execute("COMMIT")
        return answer

    def _move(self, order: Json) -> Json:
        wanted = order["service"]
        service = self.service(wanted["uuid"]) or {"state": "absent"}
        sources, target = MOVES[order["operation"]]
        if service["state"] not in sources:
            return _declined(order, f"cannot {order['operation']} a service that is {service['state']}")
        service = _details(wanted) | service | {"state": target}
        service |= {
            name: wanted[name] for name in ("sku", "quantity", "domain") if wanted.get(name) is not None
        }
        self._db.execute(
            "INSERT OR REPLACE INTO service VALUES (?, ?, ?, ?)",
            (wanted["uuid"], target, time.time(), json.dumps(service)),
        )
        answer = {name: order[name] for name in ("operation", "key")}
        return answer | {"status": "done", "reference": service["reference"], "details": service["details"]}

    def _row(self, query: str, value: str) -> Any:
        return self._db.execute(query, (value,)).fetchone()


def _declined(order: Json, message: str) -> Json:
    answer = {name: order[name] for name in ("operation", "key")}
    return answer | {"status": "declined", "reference": "", "message": message, "details": {}}


def _details(wanted: Json) -> Json:
    mark = hashlib.sha256(wanted["uuid"].encode()).hexdigest()
    panel = f"https://panel.{wanted.get('domain') or 'services.example'}/"
    details = {"login_url": panel, "username": f"u{mark[:8]}"}
    return {"uuid": wanted["uuid"], "reference": f"svc_{mark[:16]}", "details": details}


def _place(data: str | Path) -> str:
    if str(data) == ":memory:":
        return ":memory:"
    Path(data).mkdir(parents=True, exist_ok=True)
    return str(Path(data) / "provisioner.sqlite3")
