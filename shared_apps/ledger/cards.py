"""What goes in and out of the ledger: frozen records and its refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.money import Money


class Unbalanced(ValueError):
    """The legs of an entry do not add up to zero in each currency, or there are none."""


class KeyReused(ValueError):
    """The key names an entry that says something else."""


class NoSale(LookupError):
    """The invoice has no sale in the ledger that could be refunded."""


class RefundExceedsSale(ValueError):
    """More would be refunded than was sold; `left` is what may still be refunded."""

    def __init__(self, left: Money) -> None:
        super().__init__(f"At most {left} of this sale can still be refunded.")
        self.left = left


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account of the current tenant: its kind and the gateway, person or client it belongs to."""

    kind: str
    party: str = ""


@dataclass(frozen=True, slots=True)
class LegDraft:
    """A side to be posted: a debit is positive, a credit negative; zero is left out."""

    account: AccountName
    amount: Money


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry to be posted together with many others."""

    key: str
    kind: str
    legs: tuple[LegDraft, ...]
    reference: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class LegCard:
    account_kind: str
    party: str
    amount: Money


@dataclass(frozen=True, slots=True)
class EntryCard:
    uuid: UUID
    kind: str
    key: str
    at: datetime
    reference: str
    memo: str
    legs: tuple[LegCard, ...]

    def amount_on(self, kind: str, party: str = "") -> int:
        """Minor units that the entry moved on an account."""
        return sum(leg.amount.minor for leg in self.legs if (leg.account_kind, leg.party) == (kind, party))


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One leg of an account with the balance after it."""

    entry_uuid: UUID
    kind: str
    at: datetime
    reference: str
    memo: str
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Sale:
    """A paid invoice, or the part of one that a payment has paid.

    All amounts in the invoice's currency; `retail` is what came in, `beneficiary` the affiliate's person uuid.
    """

    invoice_uuid: UUID
    invoice_number: str
    retail: Money
    gateway: str
    gateway_fee: Money
    wholesale: Money
    commission: Money
    beneficiary: UUID | str | None = None
    at: datetime | None = None
    tax: Money | None = None
    payment_uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back on an invoice, in whole or in part.

    `refund_uuid` makes it one; `fee_returned` is what the gateway gave back of its own fee (most keep it).
    `commission` is what the programme took back; without it that is in proportion. `from_credit` is what of it
    had become account credit, being more than was due.
    """

    refund_uuid: UUID
    invoice_uuid: UUID
    invoice_number: str
    amount: Money
    gateway: str
    fee_returned: Money | None = None
    at: datetime | None = None
    commission: Money | None = None
    from_credit: Money | None = None
