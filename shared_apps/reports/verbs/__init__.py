"""What happens to the figures, in the transaction of whoever tells of it."""

from .mails import MailFate, forget_mails, record_mail
from .prove import ProofUnderWay, prove_ledger
from .record import forget_sales, record_sale
from .services import record_service
from .summing import move_sums_on, sum_anew

__all__ = [
    "MailFate",
    "ProofUnderWay",
    "forget_mails",
    "forget_sales",
    "move_sums_on",
    "prove_ledger",
    "record_mail",
    "record_sale",
    "record_service",
    "sum_anew",
]
