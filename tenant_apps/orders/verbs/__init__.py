"""What happens to orders, invoices and services."""

from .cancel import cancel_order, cancel_service, keep_service
from .change import cancel_change, change_service, preview_change
from .operate import finish_by_hand, provision_service, try_again
from .pay import go_on_paying, pay_invoice
from .place import place_order
from .refund import apply_refund, refund_invoice
from .renew import renew_early, renew_service
from .settle import settle_invoice, settle_payment
from .trials import end_trial, extend_trial, start_paying

__all__ = [
    "apply_refund",
    "cancel_change",
    "cancel_order",
    "cancel_service",
    "change_service",
    "end_trial",
    "extend_trial",
    "finish_by_hand",
    "go_on_paying",
    "keep_service",
    "pay_invoice",
    "place_order",
    "preview_change",
    "provision_service",
    "refund_invoice",
    "renew_early",
    "renew_service",
    "settle_invoice",
    "settle_payment",
    "start_paying",
    "try_again",
]
