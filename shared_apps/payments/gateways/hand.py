"""Money that staff have taken themselves: cash, a card terminal, a cheque."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ForgedEvent
from ..models import GatewayAccount, Payment, Refund
from .protocol import PAID, Begun, Done, Facts, Heard


class Hand:
    """Nothing to call: it is written down when it has happened."""

    name = "hand"
    is_remote = False

    def start(self, account: GatewayAccount, payment: Payment) -> Begun:
        return Begun(status=Payment.Status.SETTLED, reference=str(payment.wish.get("reference", "")))

    def look(self, account: GatewayAccount, payment: Payment) -> Facts:
        return Facts(PAID, payment.reference, str(payment.uuid), payment.amount, payment.fee)

    def give_up(self, account: GatewayAccount, payment: Payment) -> None:
        """It is never open: it settles as it starts."""

    def refund(self, account: GatewayAccount, refund: Refund) -> Done:
        """Staff have handed it back."""
        return Done(f"hand-{refund.uuid}")

    def hear(self, account: GatewayAccount, body: bytes, headers: Mapping[str, str]) -> Heard:
        raise ForgedEvent("Nobody sends events of what was taken by hand.")
