"""Payments, how they are taken, what the gateways said, and money given back. All of it lies in `public`."""

from .account import GatewayAccount
from .event import GatewayEvent
from .payment import Payment
from .receipt import Receipt
from .refund import Refund
from .saved_card import GatewayCustomer, SavedCard
from .share import PaymentShare

__all__ = [
    "GatewayAccount",
    "GatewayCustomer",
    "GatewayEvent",
    "Payment",
    "PaymentShare",
    "Receipt",
    "Refund",
    "SavedCard",
]
