"""Money X-ray: where the money of invoices went, party by party, read from the ledger (REQUIREMENTS issue 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from shared_apps.kernel.money import Money
from shared_apps.ledger.models import AccountKind, EntryKind, Leg


@dataclass(frozen=True, slots=True)
class Slices:
    """What came in for invoices, less what went back, and who got which part of it.

    `received` = tax + fee + affiliate + wholesale + margin + credit. `credit` is what came in beyond what was
    due and belongs to the client.
    """

    received: Money
    tax: Money
    fee: Money
    affiliate: Money
    wholesale: Money
    margin: Money
    credit: Money


def slices_of(tenant_id: int, invoices: Iterable[UUID | str], currency: str) -> Slices:
    """The slices of these invoices together. One query."""
    moved = (
        Leg.objects.filter(
            entry__tenant_id=tenant_id,
            entry__reference__in=[str(one) for one in invoices],
            entry__kind__in=[EntryKind.SALE, EntryKind.REFUND, EntryKind.OVERPAYMENT],
            currency=currency,
        )
        .values_list("account__kind")
        .annotate(minor=Sum("amount_minor"))
    )
    sums = {kind: int(minor or 0) for kind, minor in moved}

    def out(kind: str) -> Money:
        return Money(-sums.get(kind, 0), currency)

    return Slices(
        received=-out(AccountKind.GATEWAY_CLEARING),
        tax=out(AccountKind.TAX_PAYABLE),
        fee=out(AccountKind.GATEWAY_FEES),
        affiliate=out(AccountKind.AFFILIATE_PENDING),
        wholesale=out(AccountKind.WHOLESALE_PAYABLE),
        margin=out(AccountKind.RESELLER_MARGIN),
        credit=out(AccountKind.CLIENT_CREDIT),
    )
