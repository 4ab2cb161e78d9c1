"""Replays one script in many schemas: some at a time in a transaction, over a few connections.

Locks are held for a moment only: a transaction ends when it has its schemas or its time, and a statement that
waits for a lock gives up before anybody queues behind it for long (PERFORMANCE, mechanism 3).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psycopg
from psycopg import errors

from tenants.context import switch_statement

from .database import direct_connection

LOCK_TIMEOUT = "200ms"
HOLD_SECONDS = 0.15
SCHEMAS_IN_ONE = 25
TRIES = 12
_WORTH_ANOTHER_TRY = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)

Script = Callable[[str], str]
Fault = tuple[str, BaseException]


@dataclass
class _Job:
    schema: str
    tries: int = 0
    alone: bool = False
    not_before: float = 0.0


@dataclass
class Batches:
    """One script per schema, and what becomes of it: `done` after the commit, `failed` with the fault."""

    script: Script
    done: Callable[[int], None]
    failed: list[Fault] = field(default_factory=list)
    _waiting: deque[_Job] = field(default_factory=deque)

    def run(self, schemas: Sequence[str], *, connections: int = 2) -> list[Fault]:
        """Run everywhere; a schema that fails stops no other. Returns the failures."""
        self._waiting.extend(_Job(schema) for schema in schemas)
        with ThreadPoolExecutor(connections) as threads:
            workers = [threads.submit(self._work) for _ in range(connections)]
        lost = next((fault for fault in (worker.exception() for worker in workers) if fault), None)
        self.failed += [(job.schema, lost or RuntimeError("not reached")) for job in self._waiting]
        return self.failed

    def _work(self) -> None:
        with direct_connection() as link:
            while job := self._next():
                self._transaction(link, job)

    def _next(self) -> _Job | None:
        try:
            job = self._waiting.popleft()
        except IndexError:
            return None
        time.sleep(max(0.0, job.not_before - time.monotonic()))
        return job

    def _transaction(self, link: psycopg.Connection[object], job: _Job) -> None:
        taken: list[_Job] = []
        until = time.monotonic() + HOLD_SECONDS
        try:
            with link.transaction():
                link.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
                self._take(link, job, taken)
                while not job.alone and len(taken) < SCHEMAS_IN_ONE and time.monotonic() < until:
                    if (following := self._next_for_company()) is None:
                        break
                    self._take(link, following, taken)
        except psycopg.Error as fault:
            if link.closed:
                self._waiting.extendleft(taken or [job])
                raise
            self._sort_out(taken, fault)
        else:
            self.done(len(taken))

    def _take(self, link: psycopg.Connection[object], job: _Job, taken: list[_Job]) -> None:
        taken.append(job)
        link.execute(f"{switch_statement(job.schema)};\n{self.script(job.schema)}".encode())

    def _next_for_company(self) -> _Job | None:
        try:
            job = self._waiting.popleft()
        except IndexError:
            return None
        if job.alone or job.tries:
            self._waiting.append(job)
            return None
        return job

    def _sort_out(self, taken: list[_Job], fault: psycopg.Error) -> None:
        """After a rollback: the last one taken is the culprit, or, when it was the commit, anyone."""
        *innocent, culprit = taken
        self._waiting.extendleft(innocent)
        if is_worth_another_try(fault) and culprit.tries < TRIES:
            culprit.tries += 1
            culprit.not_before = time.monotonic() + pause_before(culprit.tries)
            self._waiting.append(culprit)
        elif innocent and not culprit.alone:
            for job in (*innocent, culprit):
                job.alone = True
            self._waiting.append(culprit)
        else:
            self.failed.append((culprit.schema, fault))
            self.done(1)


def is_worth_another_try(fault: BaseException | None) -> bool:
    """Whether a fault came of others working at the same time, rather than of the migration."""
    return isinstance(fault, _WORTH_ANOTHER_TRY)


def pause_before(tries: int) -> float:
    """Seconds to wait before the next try."""
    return min(0.05 * 2.0**tries, 2.0)
