"""Cursors that put the scope of `tenants.context` in force before they speak.

The switch travels in the same round trip as the first statement that needs it (PERFORMANCE, mechanism 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from tenants.context import current_scope, scope_or_none

_JOINABLE = re.compile(r"\s*\(?\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
# An empty statement is the pool's question whether the server is there.
_NEEDS_NO_TENANT = re.compile(
    r"\s*(\Z|(SAVEPOINT|RELEASE|ROLLBACK|COMMIT|BEGIN|SET|SHOW|SELECT set_config\('TimeZone)\b)",
    re.IGNORECASE,
)


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
        switch = self._switch()
        if self.applied_switch != switch:
            super().execute(switch)
            self._remember(switch)

    def _execute_joined(self, query: str, params: Any, **options: Any) -> Any:
        # Outside a transaction the two are one: when the query fails, the switch is undone with it.
        switch = self._switch()
        super().execute(f"{switch};{query}", params, **options)
        self.nextset()
        self._remember(switch)
        return self

    def _switch(self) -> str:
        return current_scope().switch

    def _remember(self, switch: str | None) -> None:
        self.connection.applied_switch = switch  # type: ignore[attr-defined]
        if switch:
            self.connection.schemas_met.add(switch)  # type: ignore[attr-defined]


class StatelessCursor(TenantCursor):
    """For poolers in transaction mode: the schema is in force until the transaction ends, and leaves no trace."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        if isinstance(query, str) and _NEEDS_NO_TENANT.match(query):
            return _Cursor.execute(self, query, params, **options)
        if not self._is_alone() and self.applied_switch == self._switch():
            return _Cursor.execute(self, query, params, **options)
        text = query if isinstance(query, str) else query.as_string(self.connection)
        self._execute_joined(text, params, **options)
        if self._is_alone():
            self._remember(None)
        return self

    def executemany(self, query: Any, params_seq: Iterable[Any], **options: Any) -> Any:
        with self._transaction():
            return super().executemany(query, params_seq, **options)

    def stream(self, query: Any, params: Any = None, **options: Any) -> Iterator[Any]:
        with self._transaction():
            yield from super().stream(query, params, **options)

    @contextmanager
    def copy(self, *args: Any, **options: Any) -> Iterator[Any]:
        with self._transaction(), super().copy(*args, **options) as copy:
            yield copy

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A transaction for what is more than one statement, unless there is one."""
        if not self._is_alone():
            yield
            return
        with self.connection.transaction():
            self._remember(None)
            yield

    def _is_alone(self) -> bool:
        idle = self.connection.info.transaction_status == TransactionStatus.IDLE
        return self.connection.autocommit and idle

    def _switch(self) -> str:
        return super()._switch().replace(", false)", ", true)", 1)
