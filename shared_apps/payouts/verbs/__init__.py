"""What offices and people do about payouts. Each verb is one transaction, the ledger's entries with it."""

from .approving import approve_part, begin_approval
from .batches import BatchWish, cancel_batch, make_batch, mark_sent, release_line
from .profiles import put_profile, put_settings
from .remitting import remit
from .results import apply_part, confirm_import, discard_import, import_result
from .rules import drop_draft, end_rule, publish_rule, put_rule, withdraw_rule
from .settling import pay_credit, pay_line, return_line, settle_lines
from .statements import state_month

__all__ = [
    "BatchWish",
    "apply_part",
    "approve_part",
    "begin_approval",
    "cancel_batch",
    "confirm_import",
    "discard_import",
    "drop_draft",
    "end_rule",
    "import_result",
    "make_batch",
    "mark_sent",
    "pay_credit",
    "pay_line",
    "publish_rule",
    "put_profile",
    "put_rule",
    "put_settings",
    "release_line",
    "remit",
    "return_line",
    "settle_lines",
    "state_month",
    "withdraw_rule",
]
