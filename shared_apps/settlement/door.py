"""The door to settlement: how the current reseller settles with the operator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from . import bill_cards
from .cards import BillCard, BillDraft, BillLineDraft, Standing, TermsCard
from .errors import BillNotOpen, BillRefused, UnknownBill
from .models import Bill
from .paid import when_paid, when_voided
from .queries import bills_of as _bills_of
from .queries import collecting_tenant, policy, standings_of, terms_of
from .verbs.bills import issue_bill
from .verbs.bills import void_bill as _void_bill
from .verbs.holding import hold_refund
from .verbs.holding import waits_for as _waits_for
from .xray import Slices, slices_of

__all__ = [
    "BillCard",
    "BillDraft",
    "BillLineDraft",
    "BillNotOpen",
    "BillRefused",
    "Slices",
    "Standing",
    "TermsCard",
    "UnknownBill",
    "account_tenant",
    "ask_refund",
    "bill_card",
    "bills_of",
    "due_in",
    "issue_bill",
    "may_set_up",
    "owes",
    "refund_missing",
    "slices",
    "standings",
    "terms_of_tenant",
    "void_bill",
    "when_paid",
    "when_voided",
]


def terms_of_tenant() -> TermsCard:
    """The current reseller's terms."""
    terms = terms_of(current_tenant().id)
    return TermsCard(terms.is_platform, terms.is_prepaid, terms.waits_when_empty)


def standings() -> list[Standing]:
    """How the current reseller stands in each currency."""
    return standings_of(current_tenant().id)


def may_set_up() -> bool:
    """Whether the operator sets something new up for it: not while its balance owes, if the terms say so."""
    terms = terms_of_tenant()
    if not (terms.is_prepaid and terms.waits_when_empty):
        return True
    return not any(standing.owed.minor > 0 for standing in standings())


def account_tenant() -> int:
    """The key of the tenant whose gateway accounts take the money of the current one's clients."""
    return collecting_tenant() or current_tenant().id


def owes() -> list[Standing]:
    """The currencies in which a prepaid balance does not cover what is owed: what the office warns of."""
    if not terms_of_tenant().is_prepaid:
        return []
    return [standing for standing in standings() if standing.owed.minor > 0]


def slices(invoices: Iterable[UUID], currency: str) -> Slices:
    """Where the money of the current reseller's invoices went. One query."""
    return slices_of(current_tenant().id, invoices, currency)


def bill_card(uuid: UUID) -> BillCard:
    """One bill of any reseller's with its lines. Raises `UnknownBill`."""
    found = Bill.objects.filter(uuid=uuid).prefetch_related("lines").first()
    if found is None:
        raise UnknownBill(str(uuid))
    return bill_cards.bill_card(found)


def bills_of(tenant_id: int) -> list[BillCard]:
    """The newest hundred bills of a reseller. Two queries."""
    return bill_cards.bill_cards(_bills_of(tenant_id).prefetch_related("lines")[:100])


def void_bill(uuid: UUID, reason: str, by: Actor) -> BillCard:
    """Take a bill back before it is paid. Raises `BillNotOpen`, `UnknownBill`."""
    return _void_bill(uuid, reason, by=by)


def due_in() -> datetime:
    """When a bill that is issued now is due, as the operator has set it."""
    return now() + timedelta(days=policy().due_days)


def refund_missing(invoice_uuid: UUID, amount: Money) -> Money:
    """What the operator does not hold of a refund of collected money that would wait for it; else zero."""
    return _waits_for(current_tenant().id, invoice_uuid, amount)


def ask_refund(
    *, key: UUID, invoice_uuid: UUID, number: str, amount: Money, missing: Money, reason: str, by: Actor
) -> None:
    """Have the operator decide on a refund beyond what it holds; approved, `orders.refund_held` makes it."""
    hold_refund(
        tenant_id=current_tenant().id,
        key=key,
        invoice_uuid=invoice_uuid,
        number=number,
        amount=amount,
        missing=missing,
        reason=reason,
        by=by,
    )
