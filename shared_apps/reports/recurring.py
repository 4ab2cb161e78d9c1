"""What recurs each month, how it grows and shrinks, and what becomes of trials.

MRR is defined as Stripe does (docs.stripe.com/billing/subscriptions/analytics/glossary): active and overdue services,
a year's price divided by twelve, without tax and trials; suspended for non-payment (`unpaid` there) is lost.
ChartMogul would count until the end is declared: here the dunning plan declares it by suspending.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from branding.components.charts import Month
from shared_apps.kernel.money import Money

from .models import MoveKind, RecurringMove, ServiceFact


@dataclass(frozen=True, slots=True)
class MonthOfMoves:
    """A month: what recurred at its start, what came and went in it, what recurs at its end."""

    month: Month
    start: Money
    end: Money
    moves: dict[str, Money] = field(default_factory=dict)

    @property
    def lost(self) -> Money:
        return self.moves[MoveKind.CHURN] + self.moves[MoveKind.CONTRACTION]

    @property
    def churn(self) -> float | None:
        """What was lost, in per cent of what recurred at the start; None where that was nothing."""
        return None if self.start.minor <= 0 else -100 * self.lost.minor / self.start.minor


@dataclass(frozen=True, slots=True)
class Trials:
    """Trials that began in a period, and what became of them by now."""

    begun: int
    converted: int
    running: int
    lost: int

    @property
    def rate(self) -> float | None:
        """Converted, in per cent of those that are decided."""
        decided = self.converted + self.lost
        return 100 * self.converted / decided if decided else None


def moves_of(tenant_id: int | None = None) -> QuerySet[RecurringMove]:
    moves = RecurringMove.objects.order_by()
    if tenant_id is not None:
        return moves.filter(tenant_id=tenant_id)
    return moves.filter(tenant__is_probe=False)


def services_of(tenant_id: int | None = None) -> QuerySet[ServiceFact]:
    services = ServiceFact.objects.order_by()
    if tenant_id is not None:
        return services.filter(tenant_id=tenant_id)
    return services.filter(tenant__is_probe=False)


def months_of(
    moves: QuerySet[RecurringMove], months: Sequence[Month], currency: str, column: str = "delta_minor"
) -> list[MonthOfMoves]:
    """Each month's start, moves and end. One query over days and kinds."""
    sums = moves.filter(currency=currency, day__lte=months[-1].last).values_list("day", "kind")
    found = [(day, kind, int(minor)) for day, kind, minor in sums.annotate(sum=Sum(column))]
    start = sum(minor for day, _kind, minor in found if day < months[0].first)
    rows = []
    for month in months:
        row = _month(month, start, found, currency)
        rows.append(row)
        start = row.end.minor
    return rows


def _month(month: Month, start: int, found: list[tuple[date, str, int]], currency: str) -> MonthOfMoves:
    sums = dict.fromkeys(MoveKind.values, 0)
    for day, kind, minor in found:
        if month.first <= day <= month.last:
            sums[kind] += minor
    moves = {kind: Money(minor, currency) for kind, minor in sums.items()}
    return MonthOfMoves(month, Money(start, currency), Money(start + sum(sums.values()), currency), moves)


def recurring_by(
    services: QuerySet[ServiceFact], column: str, currency: str
) -> list[tuple[object, int, Money, Money]]:
    """By reseller, product or country: active services, what recurs of them a month, and its wholesale."""
    sums = (
        services.filter(currency=currency, status="active")
        .values_list(column)
        .annotate(count=Count("pk"), retail=Sum("recurring_minor"), cost=Sum("recurring_wholesale_minor"))
        .order_by(F("retail").desc(), column)
    )
    return [
        (key, n, Money(int(retail), currency), Money(int(cost), currency)) for key, n, retail, cost in sums
    ]


def trials_of(services: QuerySet[ServiceFact], first: date, last: date) -> Trials:
    """Of the trials that began in a period. One query."""
    began = Q(trial_started_at__date__gte=first, trial_started_at__date__lte=last)
    found = services.filter(began).aggregate(
        begun=Count("pk"),
        converted=Count("pk", Q(started_at__isnull=False)),
        running=Count("pk", Q(started_at__isnull=True, status__in=["trial", "pending"])),
    )
    lost = found["begun"] - found["converted"] - found["running"]
    return Trials(found["begun"], found["converted"], found["running"], lost)


def churned(services: QuerySet[ServiceFact], first: date, last: date) -> tuple[int, int]:
    """Paid services that ended in a period, and those that ran at its start. One query."""
    paid = services.filter(started_at__isnull=False)
    found = paid.aggregate(
        ended=Count("pk", Q(ended_at__date__gte=first, ended_at__date__lte=last)),
        ran=Count(
            "pk", Q(started_at__date__lt=first) & (Q(ended_at__isnull=True) | Q(ended_at__date__gte=first))
        ),
    )
    return found["ended"], found["ran"]


def recurring_currencies(services: QuerySet[ServiceFact]) -> list[str]:
    return sorted(services.values_list("currency", flat=True).distinct())
