"""The names that are registered, and what each operation does to them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

Json = dict[str, Any]
SCHEMA = """
CREATE TABLE IF NOT EXISTS name (name TEXT PRIMARY KEY, at REAL NOT NULL, expires_on TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS operation (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE NOT NULL, fingerprint TEXT NOT NULL,
  at REAL NOT NULL, answer TEXT NOT NULL);
"""
FAMOUS = frozenset({"amazon", "apple", "example", "google", "iana", "microsoft", "wikipedia", "zoho"})
MOST_YEARS = 10


class KeyReused(Exception):
    """The idempotency key came before with another body."""


class Names:
    """Everything registered, in one SQLite file; `:memory:` forgets."""

    def __init__(self, data: str | Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(_place(data), check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(SCHEMA)

    def is_free(self, name: str) -> bool:
        """Whether nobody has the name."""
        first = name.partition(".")[0]
        reserved = first in FAMOUS or first.startswith("taken")
        return not reserved and self._expires_on(name) is None

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

    def all(self) -> list[tuple[str, str, float]]:
        """Every registered name with the end of its term and when it was changed, the last first."""
        return self._db.execute("SELECT name, expires_on, at FROM name ORDER BY at DESC LIMIT 200").fetchall()

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
        name = order["name"]
        if order["operation"] == "register" and not self.is_free(name):
            return _declined(order, f"{name} is taken")
        if order["operation"] == "renew" and self._expires_on(name) is None:
            return _declined(order, f"{name} is not registered here")
        start = date.fromisoformat(self._expires_on(name) or time.strftime("%Y-%m-%d", time.gmtime()))
        expires_on = _years_after(start, order["years"]).isoformat()
        self._db.execute("INSERT OR REPLACE INTO name VALUES (?, ?, ?)", (name, time.time(), expires_on))
        details = {
            "name": name,
            "expires_on": expires_on,
            "name_servers": "ns1.names.example, ns2.names.example",
        }
        answer = {part: order[part] for part in ("operation", "key")}
        return answer | {"status": "done", "reference": _reference(name), "details": details}

    def _expires_on(self, name: str) -> str | None:
        row = self._row("SELECT expires_on FROM name WHERE name = ?", name)
        return str(row[0]) if row else None

    def _row(self, query: str, value: str) -> Any:
        return self._db.execute(query, (value,)).fetchone()


def _declined(order: Json, message: str) -> Json:
    answer = {part: order[part] for part in ("operation", "key")}
    return answer | {"status": "declined", "reference": "", "message": message, "details": {}}


def _reference(name: str) -> str:
    return f"name_{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _years_after(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # the 29th of February
        return start.replace(year=start.year + years, day=28)


def _place(data: str | Path) -> str:
    if str(data) == ":memory:":
        return ":memory:"
    Path(data).mkdir(parents=True, exist_ok=True)
    return str(Path(data) / "registrar.sqlite3")
