"""Which schema a query reads. `acting_in` is the only code that switches it (DESIGN, "Mechanisms").

The scope is a context variable that the database connection applies to the first statement that follows
(`tenants/postgres/base.py`). With no scope set a query is refused, in threads, tasks and executors alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
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
    """A schema in force: the tenant it belongs to (none for shared data) and the SQL that switches to it."""

    schema: str
    tenant: TenantRecord | None
    switch: str


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)

ON_SHARED_DATA = Scope(PUBLIC, None, "SELECT set_config('search_path', 'public', false)")


@lru_cache(maxsize=4096)
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

    Raises `TenantUnavailable` unless the tenant is live; `unfinished=True` is for its provisioning alone, and one
    that is suspended or archived is entered by `acting_in_stopped`.
    Raises `TransactionSpansTenants` inside a transaction that belongs to another tenant.
    """
    if not (tenant.is_live or unfinished):
        raise TenantUnavailable(f"Tenant {tenant.uuid} is {tenant.status}.")
    with _inside(tenant):
        yield tenant


@contextmanager
def acting_in_stopped(tenant: TenantRecord) -> Iterator[TenantRecord]:
    """Read and write the schema of a tenant that is suspended or archived: it serves nobody, its data is all there.

    For the operator's controls over it alone (its export, the event in its own history); a guard names who may.
    Raises `TenantUnavailable` for any other status: one that is being deleted or closed is never entered again.
    """
    if not tenant.is_stopped:
        raise TenantUnavailable(f"Tenant {tenant.uuid} is {tenant.status}.")
    with _inside(tenant):
        yield tenant


@contextmanager
def _inside(tenant: TenantRecord) -> Iterator[None]:
    if not connection.bind_transaction(tenant.uuid):  # type: ignore[attr-defined]
        raise TransactionSpansTenants(f"A transaction of another tenant cannot enter {tenant.uuid}.")
    with in_scope(Scope(tenant.schema_name, tenant, switch_statement(tenant.schema_name))):
        yield


@contextmanager
def acting_on_shared_data() -> Iterator[None]:
    """Read and write `public` alone: commands of the whole platform, the relay, host look-ups."""
    with in_scope(ON_SHARED_DATA):
        yield


@contextmanager
def in_scope(scope: Scope | None) -> Iterator[None]:
    """Put a scope that was taken earlier back in force: for what runs later on behalf of it."""
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def _adopt(scope: Scope | None) -> None:
    """Set the scope without an end: only for a test run's own set-up."""
    _scope.set(scope)
