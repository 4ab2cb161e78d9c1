"""Everything the sandbox keeps, in one SQLite file, under one lock."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.sandbox.stripe.errors import Json

SCHEMA = """
CREATE TABLE IF NOT EXISTS account (name TEXT PRIMARY KEY, created INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS object (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
  body TEXT NOT NULL, UNIQUE (account, id));
CREATE INDEX IF NOT EXISTS object_kind ON object (account, kind, seq);
CREATE INDEX IF NOT EXISTS object_id ON object (id);
CREATE TABLE IF NOT EXISTS due (at REAL NOT NULL, account TEXT NOT NULL, id TEXT NOT NULL,
PRIMARY KEY (account, id));
CREATE TABLE IF NOT EXISTS answer (
  account TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, request TEXT NOT NULL,
  status INTEGER NOT NULL, body TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (account, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, event TEXT NOT NULL, endpoint TEXT NOT NULL,
  type TEXT NOT NULL, due REAL NOT NULL, state TEXT NOT NULL DEFAULT 'pending',
  attempts INTEGER NOT NULL DEFAULT 0,
  status INTEGER, error TEXT, at REAL);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (due) WHERE state = 'pending';
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Store:
    """A SQLite database in the folder `data`, or in memory for `:memory:`."""

    def __init__(self, data: str | Path) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(_place(data), check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, one at a time; an inner one belongs to the outer."""
        with self._lock:
            if self._depth:
                yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            else:
                self._db.execute("COMMIT")
            finally:
                self._depth = 0

    def run(self, statement: str, *values: Any) -> int:
        """Change rows; answers how many."""
        with self._lock:
            return self._db.execute(statement, values).rowcount

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """Read rows."""
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def bodies(self, query: str, *values: Any) -> list[Json]:
        """Read objects: the query's `body` column."""
        return [json.loads(row["body"]) for row in self.rows(query, *values)]

    def now(self) -> float:
        """The sandbox's time: the machine's, moved on by what tests have asked for."""
        rows = self.rows("SELECT value FROM setting WHERE name = 'ahead'")
        return time.time() + (float(rows[0]["value"]) if rows else 0)

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock on."""
        ahead = self.now() - time.time() + seconds
        self.run("INSERT OR REPLACE INTO setting VALUES ('ahead', ?)", str(ahead))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()


def _place(data: str | Path) -> str:
    if str(data) == ":memory:":
        return ":memory:"
    Path(data).mkdir(parents=True, exist_ok=True)
    return str(Path(data) / "stripe.sqlite3")
