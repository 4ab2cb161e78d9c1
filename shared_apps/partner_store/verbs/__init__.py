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
from .subscriptions import begin_subscription

__all__ = [
    "REFILL_DELAY",
    "AlreadyApplied",
    "Applicant",
    "accept_application",
    "begin_subscription",
    "complete_provisioning",
    "invite_owner",
    "reject_application",
    "submit_application",
]
