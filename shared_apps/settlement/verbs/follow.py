"""What follows from each sale and refund between reseller and operator, in the transaction of the entry."""

from __future__ import annotations

from shared_apps.kernel.money import Money
from shared_apps.ledger import door as ledger
from shared_apps.ledger.door import AccountKind, AccountName, EntryCard, EntryKind, LegDraft
from tenants.context import current_tenant

from ..cards import Standing
from ..mails import mail_owners
from ..models import SettlementTerms
from ..queries import standing_in, terms_of

# The end of the party of a clearing account whose money lies with the operator (payments.cards.clearing_of).
COLLECTED = ".collected"
_SETTLED_BY_ITSELF = {
    EntryKind.WHOLESALE_DRAWN,
    EntryKind.COLLECTED,
    EntryKind.STATEMENT_ISSUED,
    EntryKind.STATEMENT_PAID,
    EntryKind.TOP_UP,
    EntryKind.PAYOUT,
    EntryKind.BILL_ISSUED,
    EntryKind.BILL_VOIDED,
    EntryKind.BILL_PAID,
    EntryKind.BILL_DRAWN,
    EntryKind.RETURNED,
    EntryKind.SHARE_HELD,
}
_WHOLESALE, _PREPAID = AccountName(AccountKind.WHOLESALE_PAYABLE), AccountName(AccountKind.PREPAID)


@ledger.follows
def settle_entry(entry: EntryCard) -> None:
    """Draw wholesale from the balance; move what the operator took in for the reseller to its account."""
    if entry.kind in _SETTLED_BY_ITSELF:
        return
    wholesale = [leg for leg in entry.legs if leg.account_kind == AccountKind.WHOLESALE_PAYABLE]
    taken = [leg for leg in entry.legs if leg.party.endswith(COLLECTED)]
    if not wholesale and not taken:
        return
    terms = terms_of(current_tenant().id)
    swept = [*taken, *(wholesale if terms.is_platform else [])]
    if swept:
        _sweep(entry, swept)
    if wholesale and terms.is_prepaid:
        currency = wholesale[0].amount.currency
        draw(terms.tenant_id, currency, key=entry.key, reference=entry.reference, memo=entry.memo)


def draw(tenant_id: int, currency: str, *, key: str, reference: str = "", memo: str = "") -> None:
    """Cover what is owed from the balance as far as it goes; what is owed too little goes back into it.

    Resellers' sales take turns here, so that two never draw the same money.
    """
    terms = terms_of(tenant_id, lock=True)
    before = standing_in(tenant_id, currency)
    drawn = Money(min(before.owed.minor, before.prepaid.minor), currency)
    if drawn:
        ledger.post(
            f"drawn:{key}",
            kind=EntryKind.WHOLESALE_DRAWN,
            reference=reference,
            memo=memo,
            legs=[LegDraft(_WHOLESALE, drawn), LegDraft(_PREPAID, -drawn)],
            tenant_id=tenant_id,
        )
    _warn(terms, before, drawn, key)


def _sweep(entry: EntryCard, legs: list[ledger.LegCard]) -> None:
    """The operator holds the money: it owes the reseller what is left after fee and wholesale."""
    currency = legs[0].amount.currency
    rest = Money(sum(leg.amount.minor for leg in legs), currency)
    away = [LegDraft(AccountName(leg.account_kind, leg.party), -leg.amount) for leg in legs]
    ledger.post(
        f"collected:{entry.key}",
        kind=EntryKind.COLLECTED,
        reference=entry.reference,
        memo=entry.memo,
        at=entry.at,
        legs=[*away, LegDraft(AccountName(AccountKind.COLLECTED), rest)],
    )


def _warn(terms: SettlementTerms, before: Standing, drawn: Money, key: str) -> None:
    """One mail when the balance falls below the line, one when it no longer covers what is owed."""
    left, owed = before.prepaid - drawn, before.owed - drawn
    line = terms.low_balance_minor if left.currency == terms.tenant.currency else 0
    facts = {"amount": _json(left), "owed": _json(owed)}
    if owed.minor > 0:
        mail_owners(terms.tenant_id, "balance_empty", key=key, **facts)
    elif left.minor < line <= before.prepaid.minor:
        mail_owners(terms.tenant_id, "balance_low", key=key, **facts)


def _json(amount: Money) -> dict[str, object]:
    return {"minor": amount.minor, "currency": amount.currency}
