"""Orders, what is owed for them, and the services that result."""

from .invoice import AppliedRefund, Invoice, InvoiceLine
from .order import MOST_SEATS, Order, OrderLine, TrialEnd
from .sequence import NumberSequence
from .service import Service

__all__ = [
    "MOST_SEATS",
    "AppliedRefund",
    "Invoice",
    "InvoiceLine",
    "NumberSequence",
    "Order",
    "OrderLine",
    "Service",
    "TrialEnd",
]
