"""Which tenant a transaction belongs to: at most one, besides `public` (DESIGN, "Three kinds of schema")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, SupportsIndex
from uuid import UUID

from tenants.context import scope_or_none


class AtomicBlocks(list[Any]):
    """Django's stack of `atomic` blocks, tied to the tenant in which the transaction began, or entered first.

    Blocks that a test case wraps around a whole test do not count.
    """

    def __init__(self, blocks: Iterable[Any] = ()) -> None:
        super().__init__(blocks)
        self._tenant: UUID | None = None

    def append(self, block: Any) -> None:
        if not self.in_transaction:
            scope = scope_or_none()
            self._tenant = scope.tenant.uuid if scope and scope.tenant else None
        super().append(block)

    def pop(self, index: SupportsIndex = -1) -> Any:
        block = super().pop(index)
        if not self.in_transaction:
            self._tenant = None
        return block

    def bind(self, tenant: UUID) -> bool:
        """Tie the open transaction, if any, to a tenant; False when it is tied to another one."""
        if not self.in_transaction:
            return True
        self._tenant = self._tenant or tenant
        return self._tenant == tenant

    @property
    def in_transaction(self) -> bool:
        return any(not block._from_testcase for block in self)
