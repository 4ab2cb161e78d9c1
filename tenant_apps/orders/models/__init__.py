"""Orders, what is owed for them, and the services that result."""

from .credit import CreditNote, CreditNoteLine
from .invoice import AppliedPayment, AppliedRefund, Invoice, InvoiceLine
from .order import MOST_SEATS, Order, OrderLine, TrialEnd
from .sequence import NumberSequence
from .service import Service
from .settings import BillingSettings

__all__ = [
    "MOST_SEATS",
    "AppliedPayment",
    "AppliedRefund",
    "BillingSettings",
    "CreditNote",
    "CreditNoteLine",
    "Invoice",
    "InvoiceLine",
    "NumberSequence",
    "Order",
    "OrderLine",
    "Service",
    "TrialEnd",
]
