"""Money between reseller and operator, written down when it has moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft
from tenants.models import Tenant

from ..errors import NothingOwed
from ..mails import mail_owners
from ..models import Bill, SettlementTerms, Statement, Transfer
from ..queries import collected_free, terms_of
from .follow import draw

CLEARING = AccountName(AccountKind.SETTLEMENT_CLEARING)
_ENTRY = {
    Transfer.Kind.TOP_UP: (EntryKind.TOP_UP, AccountKind.PREPAID),
    Transfer.Kind.STATEMENT: (EntryKind.STATEMENT_PAID, AccountKind.STATEMENT_PAYABLE),
    Transfer.Kind.BILL: (EntryKind.BILL_PAID, AccountKind.STATEMENT_PAYABLE),
    Transfer.Kind.PAYOUT: (EntryKind.PAYOUT, AccountKind.COLLECTED),
}


@dataclass(frozen=True, slots=True)
class TransferWish:
    """How much, by which way, under which reference. `key` makes it one: a form sent twice is written once.

    `payment_uuid`: the payment of the operator's tenant by which it came.
    """

    amount: Money
    method: str = "transfer"
    reference: str = ""
    key: UUID = field(default_factory=uuid4)
    payment_uuid: UUID | None = None


@transaction.atomic
def top_up(tenant: Tenant, wish: TransferWish, *, by: Actor) -> Transfer:
    """The reseller has paid in: its balance grows, and what is owed is drawn from it."""
    take_turns(tenant)
    transfer, is_new = write_transfer(tenant, wish, Transfer.Kind.TOP_UP, by=by)
    if is_new:
        if terms_of(tenant.pk).is_prepaid:
            draw(tenant.pk, wish.amount.currency, key=f"top_up:{transfer.uuid}")
        _tell(transfer, "topped_up")
    return transfer


@transaction.atomic
def pay_out(tenant: Tenant, wish: TransferWish, *, by: Actor) -> Transfer:
    """The operator has sent a reseller what it held for it. Raises `NothingOwed` for more than that.

    What is to go back to clients, claimed or planned, stays withheld.
    """
    take_turns(tenant)
    held = collected_free(tenant.pk, wish.amount.currency)
    is_known = Transfer.objects.filter(uuid=wish.key).exists()
    if not is_known and wish.amount > held:
        raise NothingOwed(Money(max(held.minor, 0), held.currency))
    transfer, is_new = write_transfer(tenant, wish, Transfer.Kind.PAYOUT, by=by)
    if is_new:
        _tell(transfer, "paid_out")
    return transfer


def write_transfer(
    tenant: Tenant,
    wish: TransferWish,
    kind: str,
    *,
    by: Actor,
    statement: Statement | None = None,
    bill: Bill | None = None,
    out_of: AccountKind | None = None,
) -> tuple[Transfer, bool]:
    """The transfer and its entry, in the caller's transaction; whether this call wrote it.

    `out_of`: the money had come before and stands on this account of the reseller's.
    """
    transfer, is_new = Transfer.objects.get_or_create(
        uuid=wish.key,
        defaults={
            "tenant": tenant,
            "kind": kind,
            "amount_minor": wish.amount.minor,
            "currency": wish.amount.currency,
            "method": wish.method,
            "reference": wish.reference,
            "statement": statement,
            "bill": bill,
            "payment_uuid": wish.payment_uuid,
            "at": now(),
        },
    )
    if is_new:
        record(transfer, "record", by=by, minor=wish.amount.minor, currency=wish.amount.currency)
        _post(transfer, tenant, out_of)
    return transfer, is_new


def _post(transfer: Transfer, tenant: Tenant, out_of: AccountKind | None) -> None:
    kind, account = _ENTRY[Transfer.Kind(transfer.kind)]
    to_operator = -transfer.amount if transfer.kind == Transfer.Kind.PAYOUT else transfer.amount
    source = AccountName(out_of) if out_of else CLEARING
    ledger.post(
        f"transfer:{transfer.uuid}",
        kind=EntryKind.BILL_DRAWN if out_of else kind,
        reference=str(transfer.uuid),
        memo=transfer.reference,
        at=transfer.at,
        legs=[LegDraft(AccountName(account), to_operator), LegDraft(source, -to_operator)],
        tenant_id=tenant.pk,
    )


def take_turns(tenant: Tenant) -> None:
    """Transfers of a reseller and draws from its balance wait for each other."""
    SettlementTerms.objects.get_or_create(tenant=tenant)
    terms_of(tenant.pk, lock=True)


def _tell(transfer: Transfer, template: str) -> None:
    amount = {"minor": transfer.amount_minor, "currency": transfer.currency}
    mail_owners(
        transfer.tenant_id, template, key=str(transfer.uuid), amount=amount, reference=transfer.reference
    )
