"""What a statement is made of: the entries of the ledger in its month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise

from shared_apps.kernel.money import Money
from shared_apps.ledger.models import AccountKind, EntryKind, Leg

from .models import Statement

OURS = (EntryKind.STATEMENT_ISSUED, EntryKind.WHOLESALE_DRAWN, EntryKind.COLLECTED)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One sale or refund: which invoice of the reseller's, and its wholesale."""

    at: datetime
    kind: str | Promise
    invoice: str
    amount: Money


def legs_of(statement: Statement) -> QuerySet[Leg]:
    """The wholesale legs of the month, in the order in which they were posted."""
    return (
        Leg.objects.filter(
            account__tenant_id=statement.tenant_id,
            account__kind=AccountKind.WHOLESALE_PAYABLE,
            currency=statement.currency,
            entry__at__gte=statement.begins_at,
            entry__at__lt=statement.ends_at,
        )
        .exclude(entry__kind__in=OURS)
        .select_related("entry")
    )


def lines(legs: Iterable[Leg]) -> list[StatementLine]:
    """Legs as people read them."""
    return [
        StatementLine(
            leg.entry.at,
            EntryKind(leg.entry.kind).label if leg.entry.kind in EntryKind.values else leg.entry.kind,
            leg.entry.memo,
            Money(-leg.amount_minor, leg.currency),
        )
        for leg in legs
    ]
