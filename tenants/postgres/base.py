"""The PostgreSQL backend of the product: `ENGINE = "tenants.postgres"` (PERFORMANCE, mechanism 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

from tenants.context import PUBLIC, in_scope, scope_or_none

from .blocks import AtomicBlocks
from .cursors import StatelessCursor, TenantCursor
from .introspection import SchemaIntrospection
from .outage import OutageGuard
from .schema import SparingSchemaEditor

# A backend remembers the catalogue of every schema it has met, about half a megabyte each, and forgets none.
MOST_SCHEMAS = 60

_outage = OutageGuard()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL connection under the scope of `tenants.context`."""

    introspection_class = SchemaIntrospection
    SchemaEditorClass = SparingSchemaEditor
    _blocks: AtomicBlocks

    @property
    def is_stateless(self) -> bool:
        """Whether a pooler may hand the server's connection to somebody else after each transaction."""
        return bool(self.settings_dict.get("STATELESS"))

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
        factory = StatelessCursor if self.is_stateless else TenantCursor
        return {**super().get_connection_params(), "cursor_factory": factory}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        fresh = self._from_pool(conn_params) if self.pool else super().get_new_connection(conn_params)
        # A pooled connection comes back in whatever schema its last user left it.
        fresh.applied_switch = None
        if not hasattr(fresh, "schemas_met"):
            fresh.schemas_met = set()
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

    def _close(self) -> None:
        if self.connection is not None and len(self.connection.schemas_met) > MOST_SCHEMAS:
            # The pool replaces an expired connection when it comes back.
            self.connection._expire_at = 0.0
        super()._close()  # type: ignore[misc]

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

    def commit(self) -> None:
        super().commit()
        if self.is_stateless:
            self._forget_switch()

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
