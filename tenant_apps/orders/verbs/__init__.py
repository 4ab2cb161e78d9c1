"""What happens to orders, invoices and services."""

from .account_credit import add_credit, apply_credit
from .bill import LineDraft, draft, issue, issue_draft, rewrite_draft
from .cancel import cancel_order, cancel_service, keep_service
from .change import cancel_change, change_service, preview_change
from .credit_note import credit_invoice
from .operate import finish_by_hand, provision_service, try_again
from .pay import go_on_paying, pay_invoice, pay_invoices, record_payment
from .place import place_order
from .refund import apply_refund, refund_invoice
from .renew import renew_early, renew_service
from .settle import settle_invoice, settle_payment
from .trials import end_trial, extend_trial, start_paying
from .void import void_invoice

__all__ = [
    "LineDraft",
    "add_credit",
    "apply_credit",
    "apply_refund",
    "cancel_change",
    "cancel_order",
    "cancel_service",
    "change_service",
    "credit_invoice",
    "draft",
    "end_trial",
    "extend_trial",
    "finish_by_hand",
    "go_on_paying",
    "issue",
    "issue_draft",
    "keep_service",
    "pay_invoice",
    "pay_invoices",
    "place_order",
    "preview_change",
    "provision_service",
    "record_payment",
    "refund_invoice",
    "renew_early",
    "renew_service",
    "rewrite_draft",
    "settle_invoice",
    "settle_payment",
    "start_paying",
    "try_again",
    "void_invoice",
]
