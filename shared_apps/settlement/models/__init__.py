from .statement import Statement, StatementSequence, StatementStatus
from .terms import Collector, SettlementTerms, Wholesale
from .transfer import Transfer, TransferKind

__all__ = [
    "Collector",
    "SettlementTerms",
    "Statement",
    "StatementSequence",
    "StatementStatus",
    "Transfer",
    "TransferKind",
    "Wholesale",
]
