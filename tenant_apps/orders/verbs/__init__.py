"""What happens to orders, invoices and services."""

from .cancel import cancel_order
from .operate import finish_by_hand, provision_service, try_again
from .pay import go_on_paying, pay_invoice
from .place import place_order
from .refund import apply_refund, refund_invoice
from .renew import renew_service
from .settle import settle_invoice, settle_payment
from .trials import end_trial, extend_trial, start_paying

__all__ = [
    "apply_refund",
    "cancel_order",
    "end_trial",
    "extend_trial",
    "finish_by_hand",
    "go_on_paying",
    "pay_invoice",
    "place_order",
    "provision_service",
    "refund_invoice",
    "renew_service",
    "settle_invoice",
    "settle_payment",
    "start_paying",
    "try_again",
]
