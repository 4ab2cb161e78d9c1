"""What every gateway can do, and the typed outcomes of asking it (DESIGN, "Payments", "Outside calls")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from shared_apps.kernel.money import Money

from ..models import GatewayAccount, Payment, Refund

OPEN, PAID, FAILED, EXPIRED = "open", "paid", "failed", "expired"


@dataclass(frozen=True, slots=True)
class Begun:
    """The gateway took it: `status` is what the payment becomes, `redirect_url` where the client goes on."""

    status: str
    reference: str = ""
    redirect_url: str = ""


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
class Facts:
    """What the gateway says about a payment now: the truth that events only hint at."""

    state: str
    reference: str
    payment_uuid: str
    amount: Money
    fee: Money
    redirect_url: str = ""
    problem: str = ""
    refunds: tuple[RefundFact, ...] = ()


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
