"""What happens to applications and to resellers' own platform plans."""

from .applications import (
    REFILL_DELAY,
    AlreadyApplied,
    Applicant,
    accept_application,
    complete_provisioning,
    invite_owner,
    reject_application,
    submit_application,
)
from .subscriptions import (
    begin_subscription,
    end_platform_trial,
    extend_platform_trial,
    remind_of_platform_trial,
)

__all__ = [
    "REFILL_DELAY",
    "AlreadyApplied",
    "Applicant",
    "accept_application",
    "begin_subscription",
    "complete_provisioning",
    "end_platform_trial",
    "extend_platform_trial",
    "invite_owner",
    "reject_application",
    "remind_of_platform_trial",
    "submit_application",
]
