"""Figures of sales and services, in `public`: what reports are summed from."""

from .sale import Occasion, SaleFact, SaleKind
from .service import MoveKind, RecurringMove, ServiceFact

__all__ = ["MoveKind", "Occasion", "RecurringMove", "SaleFact", "SaleKind", "ServiceFact"]
