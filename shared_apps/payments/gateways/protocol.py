"""What every gateway can do, and the typed outcomes of asking it (DESIGN, "Payments", "Outside calls")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from shared_apps.kernel.money import Money

from ..models import GatewayAccount, Payment, Refund, SavedCard

OPEN, PAID, FAILED, EXPIRED = "open", "paid", "failed", "expired"


@dataclass(frozen=True, slots=True)
class Begun:
    """The gateway took it: `status` is what the payment becomes, `redirect_url` where the client goes on."""

    status: str
    reference: str = ""
    redirect_url: str = ""
    fee: Money | None = None
    payer: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """It is done; `reference` is the gateway's name for it."""

    reference: str


@dataclass(frozen=True, slots=True)
class Declined:
    """The gateway says no, for good."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer that can be trusted: it may have happened. The reconciler asks again with the same key."""

    reason: str


@dataclass(frozen=True, slots=True)
class RefundFact:
    """A refund that the gateway knows of. `refund_uuid` is ours, empty when it was made at the gateway."""

    reference: str
    amount: Money
    refund_uuid: str


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the gateway says of a card: how far saving it has come, and by what it is charged and known."""

    state: str
    card_uuid: str = ""
    customer: str = ""
    method: str = ""
    brand: str = ""
    last4: str = ""
    expires: tuple[int, int] = (0, 0)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gateway says about a payment now: the truth that events only hint at. `payer` marks the card."""

    state: str
    reference: str
    payment_uuid: str
    amount: Money
    fee: Money
    redirect_url: str = ""
    problem: str = ""
    refunds: tuple[RefundFact, ...] = ()
    kept_card: CardFacts | None = None
    payer: str = ""


@dataclass(frozen=True, slots=True)
class CustomerWish:
    """Who saves cards: what the gateway's own pages and mails call them."""

    client_uuid: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class SavingWish:
    """How a card is to be saved. The urls are absolute."""

    customer: str
    currency: str
    language: str
    return_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A signed event, read: whose it says it is, and the amount it names (None where it names none)."""

    event_id: str
    kind: str
    tenant_uuid: str
    payment_uuid: str
    session: str = ""
    amount: Money | None = None
    concerns_payment: bool = True
    note: str = field(default="")
    card_uuid: str = ""


class Gateway(Protocol):
    """One way of taking money. `is_remote` gateways are called outside of any transaction."""

    name: str
    is_remote: bool

    def start(self, account: GatewayAccount, payment: Payment) -> Begun | Declined | Unknown:
        """Begin to take the payment; the same payment again gives the same answer."""

    def look(self, account: GatewayAccount, payment: Payment) -> Facts | Unknown:
        """Ask what has become of it."""

    def give_up(self, account: GatewayAccount, payment: Payment) -> None:
        """Take no more money for it; what was paid before shows in the next `look`."""

    def refund(self, account: GatewayAccount, refund: Refund) -> Done | Declined | Unknown:
        """Give money back; the same refund again gives the same answer."""

    def hear(self, account: GatewayAccount, body: bytes, headers: Mapping[str, str]) -> Heard:
        """Read a webhook; `ForgedEvent` unless its signature holds."""


class CardGateway(Gateway, Protocol):
    """A gateway that keeps cards: what it needs beside the rest. All of it is called outside of transactions."""

    def customer(self, account: GatewayAccount, wish: CustomerWish) -> Done | Declined | Unknown:
        """The client as the gateway is to know it; the same wish again gives the same one."""

    def save(self, account: GatewayAccount, card: SavedCard, wish: SavingWish) -> Begun | Declined | Unknown:
        """Open the page on which the card is typed; the same card again gives the same page."""

    def look_at_card(self, account: GatewayAccount, card: SavedCard) -> CardFacts | Unknown:
        """Ask how far saving a card has come."""

    def let_go(self, account: GatewayAccount, card: SavedCard) -> Done | Declined | Unknown:
        """Forget a card; one that is forgotten already is done too."""
