"""Money on its way to affiliates: batches, the bank's answers, tax withheld and self-billed statements."""

from .batch import BatchLine, BatchStatus, FileForm, LineStatus, PayoutBatch
from .bulk import BulkApproval, BulkApprovalItem, ItemStatus
from .profile import PayeeKind, PayoutProfile
from .remittance import Remittance
from .result import Finding, ImportStatus, Outcome, ResultImport, ResultLine
from .settings import PayoutSettings, StatementBy
from .statement import DocumentKind, NumberSequence, PayoutStatement, StatementItem
from .withholding import RuleStatus, WithholdingRule

__all__ = [
    "BatchLine",
    "BatchStatus",
    "BulkApproval",
    "BulkApprovalItem",
    "DocumentKind",
    "FileForm",
    "Finding",
    "ImportStatus",
    "ItemStatus",
    "LineStatus",
    "NumberSequence",
    "Outcome",
    "PayeeKind",
    "PayoutBatch",
    "PayoutProfile",
    "PayoutSettings",
    "PayoutStatement",
    "Remittance",
    "ResultImport",
    "ResultLine",
    "RuleStatus",
    "StatementBy",
    "StatementItem",
    "WithholdingRule",
]
