"""Which schema a query reads. `acting_in` is the only code that switches it (DESIGN, "Mechanisms").

The scope is a context variable that the database connection applies to the first statement that follows
(`tenants/postgres/base.py`). With no scope set a query is refused, in threads, tasks and executors alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from .records import TenantRecord

PUBLIC = "public"


class NoTenant(RuntimeError):
    """A query ran with no tenant set."""


class TenantUnavailable(RuntimeError):
    """The tenant is not live, or its schema is absent."""


class TransactionSpansTenants(RuntimeError):
    """A transaction that touched one tenant tried to enter another one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A schema in force: its search path, its tenant (none for shared data) and the depth of `atomic` at entry."""

    schema: str
    tenant: TenantRecord | None
    switch: str
    atomic_depth: int


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)

_ON_PUBLIC = "SELECT set_config('search_path', 'public', false)"


def switch_statement(schema: str) -> str:
    """SQL that puts `schema` before `public`, and fails when there is no such schema.

    PostgreSQL takes a missing schema in `search_path` without a word and answers from the next one;
    the cast to `regnamespace` is what makes it an error.
    """
    quoted = '"' + schema.replace('"', '""') + '"'
    path = f"{quoted}, public".replace("'", "''")
    literal = quoted.replace("'", "''")
    return f"SELECT set_config('search_path', '{path}', false), '{literal}'::regnamespace"


def current_scope() -> Scope:
    scope = _scope.get()
    if scope is None:
        raise NoTenant("A query needs a tenant: wrap the work in acting_in(tenant).")
    return scope


def scope_or_none() -> Scope | None:
    return _scope.get()


def current_tenant() -> TenantRecord:
    """The tenant acted in; `NoTenant` outside of any, and on shared data."""
    tenant = current_scope().tenant
    if tenant is None:
        raise NoTenant("This work belongs to a tenant, and only shared data is in reach here.")
    return tenant


@contextmanager
def acting_in(tenant: TenantRecord, *, unfinished: bool = False) -> Iterator[TenantRecord]:
    """Read and write `tenant`'s schema (and `public`) until the block ends, however it ends.

    Raises `TenantUnavailable` unless the tenant is live; `unfinished=True` is for its provisioning alone.
    Raises `TransactionSpansTenants` inside a transaction that was begun in another tenant.
    """
    if not (tenant.is_live or unfinished):
        raise TenantUnavailable(f"Tenant {tenant.uuid} is {tenant.status}.")
    _refuse_second_tenant(tenant)
    scope = Scope(
        tenant.schema_name, tenant, switch_statement(tenant.schema_name), _atomic_depth()
    )
    with _within(scope):
        yield tenant


@contextmanager
def acting_on_shared_data() -> Iterator[None]:
    """Read and write `public` alone: commands of the whole platform, the relay, host look-ups."""
    with _within(Scope(PUBLIC, None, _ON_PUBLIC, 0)):
        yield


@contextmanager
def _within(scope: Scope) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def _refuse_second_tenant(tenant: TenantRecord) -> None:
    outer = _scope.get()
    if outer is None or outer.tenant is None or outer.tenant.uuid == tenant.uuid:
        return
    if _atomic_depth() > outer.atomic_depth:
        raise TransactionSpansTenants(f"A transaction of tenant {outer.tenant.uuid} cannot enter {tenant.uuid}.")


def _adopt(scope: Scope | None) -> None:
    """Set the scope without an end: only for django-tenants' own calls on the connection."""
    _scope.set(scope)


def _atomic_depth() -> int:
    return len(connection.atomic_blocks)
