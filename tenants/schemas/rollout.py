"""Brings a group of schemas up to the code: a canary first, then SQL in batches and Python one by one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from django.db import Error, connection, transaction

from tenants.context import acting_in
from tenants.records import TenantRecord

from .batches import LOCK_TIMEOUT, TRIES, Batches, Fault, is_worth_another_try, pause_before
from .bookkeeping import book_sql
from .ledger import Group
from .plans import Key, migration
from .steps import Step, steps_of
from .stock import migrate_here

_CANARIES = 2


@dataclass(frozen=True)
class Stretch:
    """Migrations that run together: as one script, or, where `sql` is None, as Python step by step."""

    steps: tuple[Step, ...]
    sql: str | None

    @property
    def keys(self) -> list[Key]:
        return [step.key for step in self.steps]


class Held(RuntimeError):
    """The canaries failed: the migration itself is wrong, so nobody else was touched."""


def roll_out(group: Group, *, done: Callable[[int], None], connections: int = 2) -> list[Fault]:
    """Run a group's missing migrations in all its schemas. Returns the failures; what is done stays done."""
    if any(migration(key).replaces for key in group.missing):
        return _by_stock(group, done)
    faults: list[Fault] = []
    members = list(group.members)
    for _ in range(min(_CANARIES, len(members))):
        canary = members.pop(0)
        try:
            stretches = _lead(group, canary)
        except Exception as fault:  # noqa: BLE001  any fault of a migration is reported, and stops nobody else
            faults.append((canary.schema_name, fault))
            done(1)
        else:
            done(1)
            return faults + _follow(group.kind, stretches, members, done, connections)
    done(len(members))
    return faults + [
        (member.schema_name, Held("Held back, since the first ones failed.")) for member in members
    ]


def _lead(group: Group, canary: TenantRecord) -> list[Stretch]:
    """Run every step in the canary and keep what the others need for it."""
    ran: list[tuple[Step, str | None]] = []
    with acting_in(canary, unfinished=True):
        for step in steps_of(group):
            sql = step.collect_sql() if step.is_plain else None
            if sql is None:
                _patiently(partial(_run_python, step, canary))
            else:
                _patiently(partial(_run_sql, sql, step, canary))
            ran.append((step, sql))
    return _stretches(ran)


def _stretches(ran: Sequence[tuple[Step, str | None]]) -> list[Stretch]:
    stretches = []
    for is_sql, together in groupby(ran, key=lambda each: each[1] is not None):
        steps, scripts = zip(*together, strict=True)
        stretches.append(Stretch(steps, "\n".join(scripts) if is_sql else None))
    return stretches


def _follow(
    kind: str,
    stretches: list[Stretch],
    members: list[TenantRecord],
    done: Callable[[int], None],
    connections: int,
) -> list[Fault]:
    faults: list[Fault] = []
    for stretch in stretches:
        is_last = stretch is stretches[-1]
        tell = done if is_last else _silent
        found = (
            _in_batches(kind, stretch, members, tell, connections)
            if stretch.sql is not None
            else _one_by_one(stretch, members, tell)
        )
        faults += found
        failed = {schema for schema, _ in found}
        members = [member for member in members if member.schema_name not in failed]
        if not is_last:
            done(len(failed))
    return faults


def _in_batches(
    kind: str, stretch: Stretch, members: list[TenantRecord], done: Callable[[int], None], connections: int
) -> list[Fault]:
    def script(schema: str) -> str:
        return f"{stretch.sql}\n{book_sql(schema, kind, stretch.keys)}"

    schemas = [member.schema_name for member in members]
    return Batches(script, done).run(schemas, connections=connections)


def _one_by_one(stretch: Stretch, members: list[TenantRecord], done: Callable[[int], None]) -> list[Fault]:
    faults: list[Fault] = []
    for member in members:
        try:
            with acting_in(member, unfinished=True):
                for step in stretch.steps:
                    _patiently(partial(_run_python, step, member))
        except Exception as fault:  # noqa: BLE001  one tenant's data must not stop the others
            faults.append((member.schema_name, fault))
        done(1)
    return faults


def _patiently(run: Callable[[], None]) -> None:
    """Run a transaction, and again where somebody else held a lock for too long."""
    for tries in range(1, TRIES):
        try:
            return run()
        except Error as fault:
            if not is_worth_another_try(fault.__cause__):
                raise
            time.sleep(pause_before(tries))
    return run()


def _run_sql(sql: str, step: Step, member: TenantRecord) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        cursor.execute(sql + book_sql(member.schema_name, member.kind, [step.key]))


def _run_python(step: Step, member: TenantRecord) -> None:
    book = book_sql(member.schema_name, member.kind, [step.key])
    if not step.is_atomic:
        step.run()
        _execute(book)
        return
    with transaction.atomic():
        _execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        step.run()
        _execute(book)


def _by_stock(group: Group, done: Callable[[int], None]) -> list[Fault]:
    """Squashed migrations: only Django's executor can tell which of the replaced ones a schema has."""
    faults: list[Fault] = []
    for member in group.members:
        try:
            with acting_in(member, unfinished=True):
                migrate_here(member.schema_name, member.kind)
        except Error as fault:
            faults.append((member.schema_name, fault))
        done(1)
    return faults


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _silent(count: int) -> None:
    return
