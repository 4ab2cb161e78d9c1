"""Figures of sales and services, the mail log and the ledger's proofs, in `public`."""

from .day import Cut, DayFigure, DaySum, FreshSum
from .mail import MailRow, MailStatus
from .proof import LedgerProof, ProofStatus
from .sale import Occasion, SaleFact, SaleKind
from .service import MoveKind, RecurringMove, ServiceFact

__all__ = [
    "Cut",
    "DayFigure",
    "DaySum",
    "FreshSum",
    "LedgerProof",
    "MailRow",
    "MailStatus",
    "MoveKind",
    "Occasion",
    "ProofStatus",
    "RecurringMove",
    "SaleFact",
    "SaleKind",
    "ServiceFact",
]
