"""A PostgreSQL connection that applies the scope of `tenants.context` to the first statement that needs it.

The switch travels in the same round trip as that statement (PERFORMANCE, mechanism 4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

from tenants.context import PUBLIC, current_scope, in_scope, scope_or_none

from .blocks import AtomicBlocks
from .introspection import SchemaIntrospection
from .outage import OutageGuard
from .schema import SparingSchemaEditor

_JOINABLE = re.compile(r"\s*\(?\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
# An empty statement is the pool's question whether the server is there.
_NEEDS_NO_TENANT = re.compile(
    r"\s*(\Z|(SAVEPOINT|RELEASE|ROLLBACK|COMMIT|BEGIN|SET|SHOW|SELECT set_config\('TimeZone)\b)",
    re.IGNORECASE,
)


_outage = OutageGuard()

if TYPE_CHECKING:
    _Cursor = psycopg.ClientCursor[Any]
else:
    _Cursor = base.Cursor


class TenantCursor(_Cursor):
    """A client cursor that puts the current tenant's schema in force before it speaks."""

    @property
    def applied_switch(self) -> str | None:
        """The switch in force on the connection; none is known while the pool looks after it."""
        return getattr(self.connection, "applied_switch", None)

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        scope = scope_or_none()
        if scope is not None and self.applied_switch == scope.switch:
            return super().execute(query, params, **options)
        if isinstance(query, str):
            if _NEEDS_NO_TENANT.match(query):
                return super().execute(query, params, **options)
            if _JOINABLE.match(query):
                return self._execute_joined(query, params, **options)
        self.apply_scope()
        return super().execute(query, params, **options)

    def executemany(self, query: Any, params_seq: Iterable[Any], **options: Any) -> Any:
        self.apply_scope()
        return super().executemany(query, params_seq, **options)

    def stream(self, query: Any, params: Any = None, **options: Any) -> Iterator[Any]:
        self.apply_scope()
        return super().stream(query, params, **options)

    def copy(self, *args: Any, **options: Any) -> Any:
        self.apply_scope()
        return super().copy(*args, **options)

    def apply_scope(self) -> None:
        """Put the current scope in force in a statement of its own, unless it is."""
        switch = current_scope().switch
        if self.applied_switch != switch:
            super().execute(switch)
            self.connection.applied_switch = switch  # type: ignore[attr-defined]

    def _execute_joined(self, query: str, params: Any, **options: Any) -> Any:
        # Outside a transaction the two are one: when the query fails, the switch is undone with it.
        switch = current_scope().switch
        super().execute(f"{switch};{query}", params, **options)
        self.nextset()
        self.connection.applied_switch = switch  # type: ignore[attr-defined]
        return self


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL connection under the scope of `tenants.context`."""

    introspection_class = SchemaIntrospection
    SchemaEditorClass = SparingSchemaEditor
    _blocks: AtomicBlocks

    @property
    def atomic_blocks(self) -> AtomicBlocks:
        return self._blocks

    @atomic_blocks.setter
    def atomic_blocks(self, blocks: Iterable[Any]) -> None:
        self._blocks = AtomicBlocks(blocks)

    def bind_transaction(self, tenant: UUID) -> bool:
        """Tie the open transaction, if there is one, to a tenant; False when it belongs to another one."""
        return self._blocks.bind(tenant)

    @property
    def is_in_transaction(self) -> bool:
        """Whether what is read now may be undone; a test case's own transaction does not count."""
        return self._blocks.in_transaction

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": TenantCursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        fresh = self._from_pool(conn_params) if self.pool else super().get_new_connection(conn_params)
        # A pooled connection comes back in whatever schema its last user left it.
        fresh.applied_switch = None
        return fresh

    def _from_pool(self, conn_params: dict[str, Any]) -> Any:
        _outage.admit()
        try:
            fresh = super().get_new_connection(conn_params)
        except PoolTimeout:
            _outage.failed(self.pool)
            raise
        _outage.succeeded()
        return fresh

    def create_cursor(self, name: str | None = None) -> Any:
        if name:
            with self.connection.cursor() as plain:
                plain.apply_scope()
        return super().create_cursor(name)

    def is_usable(self) -> bool:
        """Whether the server answers; Django asks between requests, where no tenant is set."""
        if self.connection is None:
            return False
        try:
            psycopg.Cursor(self.connection).execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def on_commit(self, func: Callable[[], object], robust: bool = False) -> None:
        """Call `func` after the commit in the scope that is in force now."""
        scope = scope_or_none()

        def in_its_scope() -> None:
            with in_scope(scope):
                func()

        super().on_commit(in_its_scope if callable(func) else func, robust)

    def rollback(self) -> None:
        self._forget_switch()
        super().rollback()

    def _savepoint_rollback(self, sid: str) -> None:
        # A switch made since the savepoint is undone with the rest.
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._forget_switch()

    def _forget_switch(self) -> None:
        if self.connection is not None:
            self.connection.applied_switch = None

    @property
    def schema_name(self) -> str:
        """The schema in force, as django-tenants' router reads it; `public` where none is set."""
        scope = scope_or_none()
        return scope.schema if scope else PUBLIC

    @property
    def tenant(self) -> Any:
        scope = scope_or_none()
        return scope.tenant if scope else None
