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


def sale_key(invoice_uuid: UUID | str) -> str:
    return f"sale:{invoice_uuid}"


def refund_key(refund_uuid: UUID | str) -> str:
    return f"refund:{refund_uuid}"


def post_sale(sale: Sale) -> EntryCard:
    """Post what a paid invoice means to everybody. The margin is what is left; it may be negative."""
    margin = sale.retail - sale.gateway_fee - sale.wholesale - sale.commission
    if sale.commission and not sale.beneficiary:
        raise ValueError("A commission needs a beneficiary.")
    return post(
        sale_key(sale.invoice_uuid),
        kind=EntryKind.SALE,
        reference=str(sale.invoice_uuid),
        memo=sale.invoice_number,
        at=sale.at,
        legs=[
            LegDraft(AccountName(AccountKind.GATEWAY_CLEARING, sale.gateway), sale.retail),
            LegDraft(AccountName(AccountKind.GATEWAY_FEES, sale.gateway), -sale.gateway_fee),
            LegDraft(AccountName(AccountKind.WHOLESALE_PAYABLE), -sale.wholesale),
            LegDraft(
                AccountName(AccountKind.AFFILIATE_PENDING, str(sale.beneficiary or "")), -sale.commission
            ),
            LegDraft(AccountName(AccountKind.RESELLER_MARGIN), -margin),
        ],
    )


@transaction.atomic
def post_refund(refund: Refund) -> EntryCard:
    """Take back wholesale and commission in proportion to what is refunded of the sale.

    Shares are rounded over all refunds of the sale together: refunds that add up to the whole take back every
    share exactly. A fee that the gateway keeps falls on the margin. Raises `NoSale`, `RefundExceedsSale`.
    """
    sale = _locked_sale(refund.invoice_uuid)
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
        legs=_refund_legs(refund, sale, earlier),
    )


def _locked_sale(invoice_uuid: UUID) -> EntryCard:
    """The sale, locked so that two refunds of it take turns."""
    sale = (
        with_legs(Entry.objects.filter(tenant_id=current_tenant().id, key=sale_key(invoice_uuid)))
        .select_for_update()
        .first()
    )
    if sale is None:
        raise NoSale(f"Invoice {invoice_uuid} has no sale.")
    return card(sale)


def _refunds_of(invoice_uuid: UUID) -> list[EntryCard]:
    refunds = entries_of(str(invoice_uuid)).filter(kind=EntryKind.REFUND)
    return [card(entry) for entry in with_legs(refunds)]


def _refund_legs(refund: Refund, sale: EntryCard, earlier: list[EntryCard]) -> list[LegDraft]:
    currency = refund.amount.currency
    retail = _on(sale, AccountKind.GATEWAY_CLEARING, currency)
    before = Money(
        sum((-_on(one, AccountKind.GATEWAY_CLEARING, currency)).minor for one in earlier), currency
    )
    if refund.amount.minor <= 0 or before + refund.amount > retail:
        raise RefundExceedsSale(retail - before)
    shares = _shares_back(sale, earlier, part=(before + refund.amount).minor, whole=retail.minor)
    fee = refund.fee_returned or Money.zero(currency)
    margin = refund.amount - fee - Money(sum(leg.amount.minor for leg in shares), currency)
    return [
        LegDraft(AccountName(AccountKind.GATEWAY_CLEARING, refund.gateway), -refund.amount),
        LegDraft(AccountName(AccountKind.GATEWAY_FEES, refund.gateway), fee),
        *shares,
        LegDraft(AccountName(AccountKind.RESELLER_MARGIN), margin),
    ]


def _shares_back(sale: EntryCard, earlier: list[EntryCard], *, part: int, whole: int) -> list[LegDraft]:
    shared = {AccountKind.WHOLESALE_PAYABLE, AccountKind.AFFILIATE_PENDING}
    legs = []
    for leg in sale.legs:
        if leg.account_kind in shared:
            taken = sum(one.amount_on(leg.account_kind, leg.party) for one in earlier)
            back = (-leg.amount).fraction(part, whole) - Money(taken, leg.amount.currency)
            legs.append(LegDraft(AccountName(leg.account_kind, leg.party), back))
    return legs


def _on(entry: EntryCard, kind: str, currency: str) -> Money:
    """What an entry moved on all accounts of a kind; `CurrencyMismatch` where it is in another currency."""
    moved = Money.zero(currency)
    for leg in entry.legs:
        if leg.account_kind == kind:
            moved += leg.amount
    return moved
