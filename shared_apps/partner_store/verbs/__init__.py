"""What happens to applications and to resellers' own platform plans."""

from .applications import (
    REFILL_DELAY,
    AlreadyApplied,
    Applicant,
    TooEarly,
    accept_application,
    complete_provisioning,
    invite_owner,
    reject_application,
    submit_application,
    withdraw_application,
)
from .subscriptions import (
    begin_subscription,
    end_platform_trial,
    extend_platform_trial,
    remind_of_platform_trial,
)
from .talk import answer_question, ask_applicant, keep_papers, note_check, remove_paper

__all__ = [
    "REFILL_DELAY",
    "AlreadyApplied",
    "Applicant",
    "TooEarly",
    "accept_application",
    "answer_question",
    "ask_applicant",
    "begin_subscription",
    "complete_provisioning",
    "end_platform_trial",
    "extend_platform_trial",
    "invite_owner",
    "keep_papers",
    "note_check",
    "reject_application",
    "remind_of_platform_trial",
    "remove_paper",
    "submit_application",
    "withdraw_application",
]
