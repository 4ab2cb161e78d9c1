from .statements import issue_due, issue_statement, pay_statement, remind
from .terms import TermsWish, set_terms
from .transfers import TransferWish, pay_out, top_up

__all__ = [
    "TermsWish",
    "TransferWish",
    "issue_due",
    "issue_statement",
    "pay_out",
    "pay_statement",
    "remind",
    "set_terms",
    "top_up",
]
