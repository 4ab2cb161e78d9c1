"""What a reseller can pay by the operator's gateways: a bill, a statement, a top-up; named by its uuid alone."""

from __future__ import annotations

from uuid import UUID

from .errors import UnknownBill
from .models import Bill, Statement, TopUp, Transfer

Owed = Bill | Statement | TopUp
_KINDS: tuple[type[Bill] | type[Statement] | type[TopUp], ...] = (Bill, Statement, TopUp)


def owed_by(uuid: UUID | str, *, tenant_id: int | None = None) -> Owed:
    """The thing of this uuid, of one reseller where it is named. Raises `UnknownBill`."""
    for kind in _KINDS:
        rows = kind._default_manager.filter(uuid=uuid).select_related("tenant")
        found = (rows.filter(tenant_id=tenant_id) if tenant_id else rows).first()
        if found is not None:
            return found
    raise UnknownBill(str(uuid))


def is_payable(owed: Owed) -> bool:
    """Whether it still waits for money; a top-up does until its money has come."""
    if isinstance(owed, TopUp):
        return not Transfer.objects.filter(reference=owed.number, tenant_id=owed.tenant_id).exists()
    return owed.is_open
