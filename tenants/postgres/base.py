"""A PostgreSQL connection that applies the scope of `tenants.context` to the first statement that needs it.

The switch travels in the same round trip as that statement (PERFORMANCE, mechanism 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import is_psycopg3

from tenants.context import PUBLIC, Scope, _adopt, current_scope, scope_or_none, switch_statement

from .introspection import SchemaIntrospection
from .schema import SparingSchemaEditor

assert is_psycopg3, "psycopg 3 is required"

_JOINABLE = re.compile(r"\s*\(?\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_NEEDS_NO_TENANT = re.compile(
    r"\s*(SAVEPOINT|RELEASE|ROLLBACK|COMMIT|BEGIN|SET|SHOW|RESET|SELECT set_config\('TimeZone')\b", re.IGNORECASE
)


class TenantCursor(base.Cursor):
    """A client cursor that puts the current tenant's schema in force before it speaks."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        if _NEEDS_NO_TENANT.match(query if isinstance(query, str) else ""):
            return super().execute(query, params, **options)
        scope = current_scope()
        if getattr(self.connection, "applied_switch", None) == scope.switch:
            return super().execute(query, params, **options)
        if isinstance(query, str) and _JOINABLE.match(query):
            super().execute(f"{scope.switch};{query}", params, **options)
            self.nextset()
        else:
            super().execute(scope.switch)
            self.connection.applied_switch = scope.switch
            super().execute(query, params, **options)
        self.connection.applied_switch = scope.switch
        return self

    def executemany(self, query: Any, params_seq: Iterable[Any], **options: Any) -> Any:
        self._apply()
        return super().executemany(query, params_seq, **options)

    def copy(self, *args: Any, **options: Any) -> Any:
        self._apply()
        return super().copy(*args, **options)

    def _apply(self) -> None:
        scope = current_scope()
        if getattr(self.connection, "applied_switch", None) != scope.switch:
            super().execute(scope.switch)
            self.connection.applied_switch = scope.switch


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL connection under the scope of `tenants.context`."""

    introspection_class = SchemaIntrospection
    SchemaEditorClass = SparingSchemaEditor
    include_public_schema = True

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": TenantCursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        fresh = super().get_new_connection(conn_params)
        fresh.applied_switch = None
        return fresh

    def create_cursor(self, name: str | None = None) -> Any:
        if name:
            with self.connection.cursor() as plain:
                plain._apply()
        return super().create_cursor(name)

    def rollback(self) -> None:
        self._forget_switch()
        super().rollback()

    def _savepoint_rollback(self, sid: str) -> None:
        # A SET inside the savepoint is undone with it.
        super()._savepoint_rollback(sid)
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

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Only for django-tenants' own commands, which the benchmarks run beside ours."""
        _adopt(Scope(tenant.schema_name, tenant, switch_statement(tenant.schema_name), 0))

    def set_schema_to_public(self) -> None:
        _adopt(Scope(PUBLIC, None, switch_statement(PUBLIC), 0))
