"""Bank transfer: the client sends the money, uploads a receipt, and staff approve it."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ForgedEvent
from ..models import GatewayAccount, Payment, Refund
from .protocol import OPEN, Begun, Done, Facts, Heard


class Bank:
    """Nothing to call: people move the money."""

    name = "bank"
    is_remote = False

    def start(self, account: GatewayAccount, payment: Payment) -> Begun:
        return Begun(status=Payment.Status.PENDING)

    def look(self, account: GatewayAccount, payment: Payment) -> Facts:
        return Facts(OPEN, payment.reference, str(payment.uuid), payment.amount, payment.fee)

    def give_up(self, account: GatewayAccount, payment: Payment) -> None:
        """The receipt is simply not waited for any more."""

    def refund(self, account: GatewayAccount, refund: Refund) -> Done:
        """Staff have sent it back by hand; the refund is its own reference."""
        return Done(f"transfer-{refund.uuid}")

    def hear(self, account: GatewayAccount, body: bytes, headers: Mapping[str, str]) -> Heard:
        raise ForgedEvent("A bank sends no events.")
