"""The two entries that a shop makes all day: a sale and its refund."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .cards import AccountName, EntryCard, LegDraft, NoSale, Refund, RefundExceedsSale, Sale
from .models import AccountKind, Entry, EntryKind
from .queries import card, entries_of, with_legs
from .verbs import post

_REST = "sale-rest:"


def sale_key(invoice_uuid: UUID | str, payment_uuid: UUID | None = None) -> str:
    return f"sale:{invoice_uuid}:{payment_uuid}" if payment_uuid else f"sale:{invoice_uuid}"


def refund_key(refund_uuid: UUID | str) -> str:
    return f"refund:{refund_uuid}"


def post_sale(sale: Sale) -> EntryCard:
    """Post what a paid invoice, or a paid part of it, means to everybody.

    The margin is what is left; it may be negative.
    """
    tax = sale.tax or Money.zero(sale.retail.currency)
    margin = sale.retail - sale.gateway_fee - sale.wholesale - sale.commission - tax
    if sale.commission and not sale.beneficiary:
        raise ValueError("A commission needs a beneficiary.")
    return post(
        sale_key(sale.invoice_uuid, sale.payment_uuid),
        kind=EntryKind.SALE,
        reference=str(sale.invoice_uuid),
        memo=sale.invoice_number,
        at=sale.at,
        legs=[
            LegDraft(AccountName(AccountKind.GATEWAY_CLEARING, sale.gateway), sale.retail),
            LegDraft(AccountName(AccountKind.GATEWAY_FEES, sale.gateway), -sale.gateway_fee),
            LegDraft(AccountName(AccountKind.WHOLESALE_PAYABLE), -sale.wholesale),
            LegDraft(AccountName(AccountKind.TAX_PAYABLE), -tax),
            LegDraft(
                AccountName(AccountKind.AFFILIATE_PENDING, str(sale.beneficiary or "")), -sale.commission
            ),
            LegDraft(AccountName(AccountKind.RESELLER_MARGIN), -margin),
        ],
    )


def post_rest(invoice_uuid: UUID, number: str, wholesale: Money) -> EntryCard | None:
    """Post what the operator is owed for an invoice beyond what its payments have brought it, up to `wholesale`.

    What is given away is delivered all the same; the margin bears it. A refund does not take it back: it was not
    paid for. None where nothing is missing.
    """
    kinds = [EntryKind.SALE, EntryKind.REFUND]
    booked = [card(one) for one in with_legs(entries_of(str(invoice_uuid)).filter(kind__in=kinds))]
    rest = wholesale + _on(booked, AccountKind.WHOLESALE_PAYABLE, wholesale.currency)
    if not rest:
        return None
    return post(
        f"{_REST}{invoice_uuid}",
        kind=EntryKind.SALE,
        reference=str(invoice_uuid),
        memo=number,
        legs=[
            LegDraft(AccountName(AccountKind.WHOLESALE_PAYABLE), -rest),
            LegDraft(AccountName(AccountKind.RESELLER_MARGIN), rest),
        ],
    )


@transaction.atomic
def post_refund(refund: Refund) -> EntryCard:
    """Take back wholesale, tax and commission in proportion to what is refunded of the sale.

    Shares are rounded over all refunds of the sale together: refunds that add up to the whole take back every
    share exactly. A fee that the gateway keeps falls on the margin. Money beyond what was due, which became
    account credit, is taken from that. Raises `NoSale`, `RefundExceedsSale`.
    """
    parts = _locked_parts(refund.invoice_uuid)
    earlier = _refunds_of(refund.invoice_uuid)
    for entry in earlier:
        if entry.key == refund_key(refund.refund_uuid):
            return entry
    return post(
        refund_key(refund.refund_uuid),
        kind=EntryKind.REFUND,
        reference=str(refund.invoice_uuid),
        memo=refund.invoice_number,
        at=refund.at,
        legs=_refund_legs(refund, parts, earlier),
    )


def _locked_parts(invoice_uuid: UUID) -> list[EntryCard]:
    """What came in for an invoice, locked so that two refunds of it take turns."""
    came = Entry.objects.filter(
        tenant_id=current_tenant().id,
        reference=str(invoice_uuid),
        kind__in=[EntryKind.SALE, EntryKind.OVERPAYMENT],
    ).exclude(key__startswith=_REST)
    parts = [card(one) for one in with_legs(came.order_by("pk")).select_for_update()]
    if not parts:
        raise NoSale(f"Invoice {invoice_uuid} has no sale.")
    return parts


def _refunds_of(invoice_uuid: UUID) -> list[EntryCard]:
    refunds = entries_of(str(invoice_uuid)).filter(kind=EntryKind.REFUND)
    return [card(entry) for entry in with_legs(refunds)]


def _refund_legs(refund: Refund, parts: list[EntryCard], earlier: list[EntryCard]) -> list[LegDraft]:
    currency = refund.amount.currency
    credit = refund.from_credit or Money.zero(currency)
    sold, refunded = _sold(parts, currency), -_sold(earlier, currency)
    kept = -_on(parts + earlier, AccountKind.CLIENT_CREDIT, currency)
    amount = refund.amount - credit
    if refund.amount.minor <= 0 or refunded + amount > sold or credit > kept:
        raise RefundExceedsSale(sold - refunded)
    whole = (refunded + amount).minor, sold.minor
    shares = _shares_back(parts, earlier, refund, *whole) if amount else []
    fee = refund.fee_returned or Money.zero(currency)
    margin = amount - fee - Money(sum(leg.amount.minor for leg in shares), currency)
    return [
        LegDraft(AccountName(AccountKind.GATEWAY_CLEARING, refund.gateway), -refund.amount),
        LegDraft(AccountName(AccountKind.GATEWAY_FEES, refund.gateway), fee),
        *shares,
        *_credit_back(parts, credit),
        LegDraft(AccountName(AccountKind.RESELLER_MARGIN), margin),
    ]


def _sold(entries: list[EntryCard], currency: str) -> Money:
    """What came in as a sale: without what was too much and became account credit."""
    came = _on(entries, AccountKind.GATEWAY_CLEARING, currency)
    return came + _on(entries, AccountKind.CLIENT_CREDIT, currency)


def _credit_back(parts: list[EntryCard], credit: Money) -> list[LegDraft]:
    parties = {
        leg.party for one in parts for leg in one.legs if leg.account_kind == AccountKind.CLIENT_CREDIT
    }
    return [LegDraft(AccountName(AccountKind.CLIENT_CREDIT, party), credit) for party in parties if credit]


def _shares_back(
    parts: list[EntryCard], earlier: list[EntryCard], refund: Refund, part: int, whole: int
) -> list[LegDraft]:
    legs = []
    for (kind, party), share in _shares_of(parts).items():
        taken = sum(one.amount_on(kind, party) for one in earlier)
        back = (-share).fraction(part, whole) - Money(taken, share.currency)
        if kind == AccountKind.AFFILIATE_PENDING and refund.commission is not None:
            back = refund.commission
        legs.append(LegDraft(AccountName(kind, party), back))
    return legs


def _shares_of(parts: list[EntryCard]) -> dict[tuple[str, str], Money]:
    """What others got of all parts together, by account."""
    shared = {
        AccountKind.WHOLESALE_PAYABLE,
        AccountKind.TAX_PAYABLE,
        AccountKind.AFFILIATE_PENDING,
    }
    shares: dict[tuple[str, str], Money] = {}
    for leg in (leg for entry in parts for leg in entry.legs if leg.account_kind in shared):
        name = (leg.account_kind, leg.party)
        shares[name] = shares.get(name, Money.zero(leg.amount.currency)) + leg.amount
    return shares


def _on(entries: list[EntryCard], kind: str, currency: str) -> Money:
    """What entries moved on all accounts of a kind; `CurrencyMismatch` where it is in another currency."""
    moved = Money.zero(currency)
    for leg in (leg for entry in entries for leg in entry.legs if leg.account_kind == kind):
        moved += leg.amount
    return moved
