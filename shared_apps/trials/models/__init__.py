"""Every trial of every reseller as the operator's board shows it. All of it lies in `public`."""

from .bulk import BulkExtension, BulkItem
from .trial import LIMIT_DAYS, TrialExtension, TrialKind, TrialRow, TrialStatus

__all__ = [
    "LIMIT_DAYS",
    "BulkExtension",
    "BulkItem",
    "TrialExtension",
    "TrialKind",
    "TrialRow",
    "TrialStatus",
]
