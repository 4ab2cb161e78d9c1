"""What the door gives and takes: frozen, with Money, no models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.money import Money


@dataclass(frozen=True, slots=True)
class StartWish:
    """A wish to pay an open invoice by a gateway. The urls are absolute; `{payment}` stands for its uuid.

    `card_uuid` names a saved card to charge, `off_session` that the client is not there to confirm it;
    `keeps_card` saves the card that is typed on the gateway's page. `key` becomes the payment's uuid: the same
    key again gives the same payment, be it declined by now.
    """

    invoice_uuid: UUID
    invoice_number: str
    client_uuid: UUID
    client_name: str
    client_email: str
    gateway: str
    amount: Money
    description: str
    language: str
    return_url: str
    cancel_url: str
    card_uuid: UUID | None = None
    off_session: bool = False
    keeps_card: bool = False
    key: UUID | None = None


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
    """Money given back, or on its way."""

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
