"""Reads of settlement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast, Concat

from shared_apps.agenda.models import Entry as AgendaEntry
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger.models import Account, AccountKind, Entry, EntryKind, Leg
from shared_apps.payments import collecting
from shared_apps.payments.door import PaymentCard
from shared_apps.payments.models import Payment, Refund
from shared_apps.payments.queries import cards as payment_cards
from tenants.context import current_tenant
from tenants.models import Tenant
from tenants.records import TenantRecord

from .cards import Standing
from .models import Bill, BillingPolicy, Collector, HeldRefund, SettlementTerms, Statement, Transfer

_KINDS = (
    AccountKind.WHOLESALE_PAYABLE,
    AccountKind.STATEMENT_PAYABLE,
    AccountKind.PREPAID,
    AccountKind.COLLECTED,
)

# A refund that is done is in the books by then; older ones are not looked at.
BOOKED_WITHIN = timedelta(days=2)


def terms_of(tenant_id: int, *, lock: bool = False) -> SettlementTerms:
    """A reseller's terms; unsaved defaults where nothing was agreed. `lock`: others wait for this transaction."""
    found = SettlementTerms.objects.filter(tenant_id=tenant_id)
    return (found.select_for_update() if lock else found).first() or SettlementTerms(tenant_id=tenant_id)


@collecting.collects
def collecting_tenant() -> int | None:
    """The operator's key where it collects for the current tenant."""
    agreed = SettlementTerms.objects.filter(tenant_id=current_tenant().id, collector=Collector.PLATFORM)
    return operator_id() if agreed.exists() else None


def operator_id() -> int:
    """The key of the one operator."""
    return Tenant.objects.values_list("pk", flat=True).get(kind=Tenant.Kind.OPERATOR)


def platform_can_collect() -> bool:
    """Whether the operator has a card account that is switched on."""
    account = collecting.row_of(operator_id(), "stripe")
    return bool(account and account.is_enabled)


def name_is_confirmed() -> bool:
    """Whether somebody has looked that the collecting account's name is neutral (white label)."""
    return SettlementTerms.objects.exclude(name_confirmed_at=None).exists()


def standings_of(tenant_id: int) -> list[Standing]:
    """How it stands in each currency in which anything was ever settled. One query."""
    return [standing for _, standing in _standings(Account.objects.filter(tenant_id=tenant_id))]


def standings_of_all(tenant_ids: Iterable[int]) -> dict[int, list[Standing]]:
    """The same for several resellers. One query."""
    by_tenant: dict[int, list[Standing]] = {}
    for tenant_id, standing in _standings(Account.objects.filter(tenant_id__in=list(tenant_ids))):
        by_tenant.setdefault(tenant_id, []).append(standing)
    return by_tenant


def standing_in(tenant_id: int, currency: str) -> Standing:
    """How it stands in one currency."""
    accounts = Account.objects.filter(tenant_id=tenant_id, currency=currency)
    return next((standing for _, standing in _standings(accounts)), _nothing(currency))


def owed_until(tenant_id: int, currency: str, until: object) -> Money:
    """The wholesale of entries before a moment that no statement names and no balance has covered."""
    legs = Leg.objects.filter(
        account__tenant_id=tenant_id, account__kind=AccountKind.WHOLESALE_PAYABLE, currency=currency
    )
    ours = [EntryKind.STATEMENT_ISSUED, EntryKind.WHOLESALE_DRAWN, EntryKind.SHARE_HELD]
    counted = legs.filter(entry__at__lt=until) | legs.filter(entry__kind__in=ours)
    return Money(-int(counted.aggregate(sum=Sum("amount_minor"))["sum"] or 0), currency)


def share_credit(tenant_id: int, currency: str, until: object) -> Money:
    """What a reseller has earned as a former one by clients that moved, before a moment, and is not held for it yet."""
    legs = Leg.objects.filter(
        account__tenant_id=tenant_id, account__kind=AccountKind.WHOLESALE_PAYABLE, currency=currency
    )
    came = Q(entry__kind=EntryKind.MOVE_SHARE, entry__at__lt=until) | Q(entry__kind=EntryKind.SHARE_HELD)
    return Money(int(legs.filter(came).aggregate(sum=Sum("amount_minor"))["sum"] or 0), currency)


def statements_of(tenant_id: int) -> QuerySet[Statement]:
    return Statement.objects.filter(tenant_id=tenant_id).order_by("-pk")


def bills_of(tenant_id: int) -> QuerySet[Bill]:
    """A reseller's bills, newest first."""
    return Bill.objects.filter(tenant_id=tenant_id).order_by("-pk")


def open_payments_of(tenant: Tenant | TenantRecord, owed_uuid: UUID | None = None) -> list[PaymentCard]:
    """A reseller's payments to the operator that are under way, of one thing where it is named."""
    rows = Payment.objects.filter(
        tenant_id=operator_id(),
        client_uuid=tenant.uuid,
        status__in=[*Payment.OPEN, Payment.Status.QUARANTINED],
    )
    if owed_uuid:
        rows = rows.filter(invoice_uuid=owed_uuid)
    return payment_cards(rows.order_by("-pk")[:50])


def funds_of(tenant_id: int, currency: str) -> list[tuple[AccountKind, Money]]:
    """What a reseller has with the operator to pay bills from: its balance, then what was collected for it.

    What goes back to clients is not spent beside that.
    """
    free, standing = collected_free(tenant_id, currency), standing_in(tenant_id, currency)
    return [(AccountKind.PREPAID, standing.prepaid), (AccountKind.COLLECTED, free)]


def collected_free(tenant_id: int, currency: str) -> Money:
    """What of the money collected for a reseller is its own to have: refunds under way and planned are withheld.

    Below zero where they ask for more than there is.
    """
    kept = going_back(tenant_id, currency) + planned_back(tenant_id, currency)
    return standing_in(tenant_id, currency).collected - kept


def planned_back(tenant_id: int, currency: str) -> Money:
    """What is to be refunded once the operator agrees, or has agreed to and is not claimed yet."""
    approved = HeldRefund.objects.filter(status=HeldRefund.Status.APPROVED, tenant_id=tenant_id)
    tasks = AgendaEntry.objects.filter(
        tenant_id=tenant_id, task="orders.refund_held", key=Cast(OuterRef("uuid"), TextField())
    ).exclude(status__in=[AgendaEntry.Status.DONE, AgendaEntry.Status.CANCELLED])
    to_be_made = approved.filter(Exists(tasks), currency=currency)
    waiting = HeldRefund.objects.filter(
        status=HeldRefund.Status.WAITING, tenant_id=tenant_id, currency=currency
    )
    asked = int(waiting.aggregate(sum=Sum("amount_minor"))["sum"] or 0)
    agreed = sum(one.amount_minor - _claimed(one) for one in to_be_made)
    return Money(asked + agreed, currency)


def _claimed(held: HeldRefund) -> int:
    """What of an approved refund has its own claims already; those count by themselves."""
    rows = Refund.objects.filter(tenant_id=held.tenant_id, invoice_uuid=held.invoice_uuid)
    keys = {row: uuid5(held.uuid, str(payment)) for row, payment in rows.values_list("uuid", "payment__uuid")}
    mine = [row for row, derived in keys.items() if row in (held.uuid, derived)]
    return int(rows.filter(uuid__in=mine).aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def going_back(tenant_id: int, currency: str) -> Money:
    """What refunds have claimed of the money collected for a reseller and not booked yet, be they done already.

    Ask before the balance: what is booked in between then counts twice, never not at all.
    """
    key = Concat(Value("refund:"), Cast(OuterRef("uuid"), TextField()))
    booked = Exists(Entry.objects.filter(tenant_id=tenant_id, key=key))
    just_done = Q(status=Refund.Status.DONE, done_at__gt=now() - BOOKED_WITHIN) & ~booked
    claimed = Refund.objects.filter(
        Q(status__in=Refund.OPEN) | just_done,
        tenant_id=tenant_id,
        currency=currency,
        payment__is_collected=True,
        to_credit=False,
    )
    return Money(int(claimed.aggregate(sum=Sum("amount_minor"))["sum"] or 0), currency)


def policy() -> BillingPolicy:
    """How the operator bills; unsaved defaults where nothing was set."""
    return BillingPolicy.objects.first() or BillingPolicy()


def transfers_of(tenant_id: int) -> QuerySet[Transfer]:
    return Transfer.objects.filter(tenant_id=tenant_id).select_related("statement").order_by("-pk")


def resellers() -> QuerySet[Tenant]:
    """Everybody whom the operator settles with, by name."""
    everybody = Tenant.objects.filter(kind=Tenant.Kind.RESELLER, is_probe=False)
    return everybody.select_related("settlement_terms").order_by("name", "pk")


def _nothing(currency: str) -> Standing:
    zero = Money.zero(currency)
    return Standing(zero, zero, zero, zero)


def _standings(accounts: QuerySet[Account]) -> list[tuple[int, Standing]]:
    rows = accounts.filter(kind__in=_KINDS).values_list("tenant_id", "currency", "kind")
    sums: dict[tuple[int, str], dict[str, int]] = {}
    for tenant_id, currency, kind, minor in rows.annotate(minor=Sum("legs__amount_minor")):
        sums.setdefault((tenant_id, currency), {})[kind] = int(minor or 0)
    return [(tenant_id, _standing(currency, of)) for (tenant_id, currency), of in sorted(sums.items())]


def _standing(currency: str, of: dict[str, int]) -> Standing:
    return Standing(
        owed=Money(-of.get(AccountKind.WHOLESALE_PAYABLE, 0), currency),
        stated=Money(-of.get(AccountKind.STATEMENT_PAYABLE, 0), currency),
        prepaid=Money(of.get(AccountKind.PREPAID, 0), currency),
        collected=Money(of.get(AccountKind.COLLECTED, 0), currency),
    )
