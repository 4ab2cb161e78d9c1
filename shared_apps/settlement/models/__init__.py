from .bill import Bill, BillKind, BillLine, BillStatus, NumberSequence, TopUp
from .carried_fee import CarriedFee
from .held_refund import HeldRefund, HeldRefundStatus
from .policy import BillingPolicy
from .statement import Statement, StatementSequence, StatementStatus
from .terms import Collector, SettlementTerms, Wholesale
from .transfer import Transfer, TransferKind

__all__ = [
    "Bill",
    "BillKind",
    "BillLine",
    "BillStatus",
    "BillingPolicy",
    "CarriedFee",
    "Collector",
    "HeldRefund",
    "HeldRefundStatus",
    "NumberSequence",
    "SettlementTerms",
    "Statement",
    "StatementSequence",
    "StatementStatus",
    "TopUp",
    "Transfer",
    "TransferKind",
    "Wholesale",
]
