"""What the door gives and takes: frozen, with Money, no models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared_apps.kernel.money import Money, total


class Payer(Protocol):
    """Whoever pays: a client."""

    uuid: UUID
    name: str
    email: str


def clearing_of(gateway: str, *, is_collected: bool) -> str:
    """The party of a clearing account in the ledger."""
    return f"{gateway}.collected" if is_collected else gateway


@dataclass(frozen=True, slots=True)
class InvoiceShare:
    """What of a payment is for one invoice. Of all its payments together, no more than `most` is begun: by
    default the amount, as for one that nobody has paid of yet.
    """

    uuid: UUID
    number: str
    amount: Money
    most: Money | None = None


@dataclass(frozen=True, slots=True)
class StartWish:
    """A wish to pay open invoices by a gateway. The urls are absolute; `{payment}` stands for its uuid.

    `method`, `reference` and `at` are for what was taken by hand. `card_uuid` names a saved card to charge,
    `off_session` that the client is not there to confirm it; `keeps_card` saves the card that is typed on the
    gateway's page. `key` becomes the payment's uuid: the same key again gives the same payment, be it declined
    by now.
    """

    shares: tuple[InvoiceShare, ...]
    client_uuid: UUID
    client_name: str
    client_email: str
    gateway: str
    description: str = ""
    language: str = "en"
    return_url: str = ""
    cancel_url: str = ""
    method: str = ""
    reference: str = ""
    at: datetime | None = None
    card_uuid: UUID | None = None
    off_session: bool = False
    keeps_card: bool = False
    key: UUID | None = None

    @property
    def amount(self) -> Money:
        """What is paid in all."""
        return total([share.amount for share in self.shares], self.shares[0].amount.currency)

    @property
    def invoice_uuids(self) -> list[UUID]:
        return [share.uuid for share in self.shares]

    @property
    def invoice_number(self) -> str:
        """How the payment is named: by its first invoice."""
        return self.shares[0].number


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What of a payment is for one invoice, and what of that was given back."""

    invoice_uuid: UUID
    invoice_number: str
    amount: Money
    refunded: Money


@dataclass(frozen=True, slots=True)
class PaymentCard:
    """A payment as others see it."""

    uuid: UUID
    invoice_uuid: UUID
    invoice_number: str
    client_uuid: UUID
    client_name: str
    gateway: str
    gateway_label: str
    amount: Money
    fee: Money
    refunded: Money
    status: str
    status_label: str
    reference: str
    redirect_url: str
    reason: str
    started_at: datetime
    settled_at: datetime | None
    receipts: tuple[ReceiptCard, ...] = ()
    shares: tuple[ShareCard, ...] = ()
    is_collected: bool = False
    payer: str = ""

    @property
    def clearing(self) -> str:
        """The ledger's name for where the money lies: with the operator, where that collects."""
        return clearing_of(self.gateway, is_collected=self.is_collected)

    def share_of(self, invoice_uuid: UUID) -> Money:
        """What of it is for an invoice; zero where nothing is."""
        mine = [one.amount for one in self.shares if one.invoice_uuid == invoice_uuid]
        return total(mine, self.amount.currency)

    @property
    def is_settled(self) -> bool:
        return self.status == "settled"

    @property
    def is_received(self) -> bool:
        """Whether the money came in, be it given back later: there is a receipt."""
        return self.settled_at is not None and self.status in {"settled", "refunded"}

    @property
    def is_open(self) -> bool:
        return self.status in {"started", "pending", "unknown"}


@dataclass(frozen=True, slots=True)
class ReceiptCard:
    """A receipt that a client uploaded, without its bytes."""

    id: int
    name: str
    is_image: bool
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class Started:
    """What came of a start: where to send the client, or what to tell them."""

    payment: PaymentCard
    payment_uuid: UUID
    redirect_url: str
    instructions: str


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a gateway's event: the payment it concerns, if any, and the outcome."""

    payment: PaymentCard | None
    outcome: str


@dataclass(frozen=True, slots=True)
class MethodCard:
    """A way to pay. `is_available` is false where it is shown and cannot be chosen (too little credit)."""

    gateway: str
    label: str
    hint: str
    icon: str
    is_available: bool = True


@dataclass(frozen=True, slots=True)
class CardOnFile:
    """A saved card as pages show it: `Visa •••• 4242`."""

    uuid: UUID
    client_uuid: UUID
    label: str
    expires_month: int
    expires_year: int
    is_default: bool
    is_expired: bool
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class SaveWish:
    """A wish to save a card. The urls are absolute; `{card}` stands for its uuid."""

    client_uuid: UUID
    client_name: str
    client_email: str
    currency: str
    language: str
    return_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class RefundCard:
    """Money given back, or on its way. `is_foreign`: it was made at the gateway and not here."""

    uuid: UUID
    payment_uuid: UUID
    invoice_uuid: UUID
    gateway: str
    amount: Money
    status: str
    status_label: str
    reason: str
    note: str
    requested_at: datetime
    is_foreign: bool = False
    is_collected: bool = False

    @property
    def clearing(self) -> str:
        """The ledger's name for where the money lies: with the operator, where that collects."""
        return clearing_of(self.gateway, is_collected=self.is_collected)

    @property
    def is_done(self) -> bool:
        return self.status == "done"


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """A signed event that fits no payment of ours; staff look at it."""

    kind: str
    event_id: str
    note: str
    received_at: datetime
    payment_uuid: UUID | None
