"""Orders, what is owed for them, and the services that result."""

from .asked_refund import AskedRefund
from .billed import BilledTo
from .change import ServiceChange
from .credit import CreditNote, CreditNoteLine
from .invoice import AppliedPayment, AppliedRefund, Invoice, InvoiceLine
from .operation import ServiceOperation
from .order import MOST_SEATS, Order, OrderLine, TrialEnd
from .paid_period import PaidPeriod
from .sequence import NumberSequence
from .service import Service, ServiceItem
from .settings import BillingSettings

__all__ = [
    "MOST_SEATS",
    "AppliedPayment",
    "AppliedRefund",
    "AskedRefund",
    "BilledTo",
    "BillingSettings",
    "CreditNote",
    "CreditNoteLine",
    "Invoice",
    "InvoiceLine",
    "NumberSequence",
    "Order",
    "OrderLine",
    "PaidPeriod",
    "Service",
    "ServiceChange",
    "ServiceItem",
    "ServiceOperation",
    "TrialEnd",
]
