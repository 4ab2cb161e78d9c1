"""What people do in the programme. Each verb is one transaction: event, ledger entry and mail with it."""

from .drafting import change_terms, discard_draft, drop_rule, publish, put_rule, start_draft
from .earnings import earn, release_due, reverse
from .methods import add_method, remove_method, reveal_number
from .paying import Payment, Return, pay_withdrawals, return_withdrawals
from .programme import begin_programme, change_programme
from .referrals import (
    attribute,
    attribute_by_code,
    attribute_by_hand,
    clicked_code,
    code_for,
    count_visit,
    end_attribution,
    remember,
)
from .withdrawals import approve_withdrawal, pay_withdrawal, reject_withdrawal, request_withdrawal

__all__ = [
    "Payment",
    "Return",
    "add_method",
    "approve_withdrawal",
    "attribute",
    "attribute_by_code",
    "attribute_by_hand",
    "begin_programme",
    "change_programme",
    "change_terms",
    "clicked_code",
    "code_for",
    "count_visit",
    "discard_draft",
    "drop_rule",
    "earn",
    "end_attribution",
    "pay_withdrawal",
    "pay_withdrawals",
    "publish",
    "put_rule",
    "reject_withdrawal",
    "release_due",
    "remember",
    "remove_method",
    "request_withdrawal",
    "return_withdrawals",
    "reveal_number",
    "reverse",
    "start_draft",
]
