from .bills import issue_bill, remind_of_bills, void_bill
from .statements import issue_due, issue_statement, pay_statement, remind
from .terms import TermsWish, set_terms
from .transfers import TransferWish, pay_out, top_up

__all__ = [
    "TermsWish",
    "TransferWish",
    "issue_bill",
    "issue_due",
    "issue_statement",
    "pay_out",
    "pay_statement",
    "remind",
    "remind_of_bills",
    "set_terms",
    "top_up",
    "void_bill",
]
