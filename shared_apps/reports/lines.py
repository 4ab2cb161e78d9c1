"""Sums of sales over a period and the one before it, by whatever a report asks: one query each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum

from shared_apps.kernel.money import Money

from .charting import buckets_of
from .payouts import PAID_BY, PaidBy
from .spans import Span
from .sums import AMOUNTS, KEYS, Source, rows_of

_SUMS = (*AMOUNTS, "sold", "paid")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """What sales brought, refunds taken off; all in one currency. `sold` counts units.

    `paid` is what was paid out to affiliates; None where payouts are not known by what a report is arranged by.
    """

    net: Money
    tax: Money
    discount: Money
    wholesale: Money
    fee: Money
    commission: Money
    margin: Money
    sold: int = 0
    paid: Money | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a report: what `key` brought in the period, and in the one before."""

    key: object
    now: Figures
    before: Figures

    @property
    def change(self) -> float | None:
        """Of the net revenue, in per cent of the period before; None where there was nothing."""
        return self.change_of("net")

    def change_of(self, name: str) -> float | None:
        """The same of another amount."""
        now, was = getattr(self.now, name).minor, getattr(self.before, name).minor
        return None if was <= 0 else 100 * float(now - was) / was


@dataclass(frozen=True, slots=True)
class Report:
    """The largest lines, all of them together, and how many lines are left out."""

    lines: Sequence[Line]
    total: Line
    left_out: int


def lines_by(
    source: Source,
    by: str,
    span: Span,
    currency: str,
    *,
    most: int | None = None,
    paid: PaidBy | None = None,
) -> Report:
    """A line for each reseller, product, plan, country, client or occasion, the largest first; or for each part of
    the period, the first one first. One query."""
    rows = {row["key"]: row for row in _rows(source, "day" if by == "when" else KEYS[by], span, currency)}
    if by in PAID_BY:
        _join(rows, paid or {})
    found = _folded(rows, span) if by == "when" else sorted(rows.values(), key=_largest)
    whole = {name: sum(row[name] for row in found) for name in _both()}
    whole |= {"paid": sum(now for now, _then in (paid or {}).values())}
    whole |= {"paid_then": sum(then for _now, then in (paid or {}).values())}
    return Report(
        [_line(row["key"], row, currency, knows_payouts=by in PAID_BY) for row in found[:most]],
        _line("", whole, currency, knows_payouts=True),
        0 if most is None else max(0, len(found) - most),
    )


def _rows(source: Source, column: str, span: Span, currency: str) -> list[Row]:
    """What there is of each key. A sum without a line is of lines that were taken back."""
    is_now, was_then = Q(day__gte=span.first), Q(day__lt=span.first)
    columns = {name: f"{name}_minor" for name in AMOUNTS} | {"sold": "quantity"}
    sums = {name: Sum(of, filter=is_now, default=0) for name, of in columns.items()}
    were = {f"{name}_then": Sum(of, filter=was_then, default=0) for name, of in columns.items()}
    found = (
        source.filter(currency=currency, day__gte=span.before.first, day__lte=span.last)
        .values(column)
        .annotate(**sums, **were, told=rows_of(source))
        .exclude(told=0)
    )
    return [{**row, "key": row[column], "paid": 0, "paid_then": 0} for row in found]


def _join(rows: dict[object, Row], paid: PaidBy) -> None:
    """Who had payouts and no sale has a line too."""
    for key, (now, then) in paid.items():
        row = rows.setdefault(key, {"key": key, **dict.fromkeys(_both(), 0)})
        row["paid"], row["paid_then"] = now, then


def _folded(rows: Mapping[object, Row], span: Span) -> list[Row]:
    """Days put together to parts of the period, each beside the same part of the period before."""
    parts, were = buckets_of(span), buckets_of(span.before)
    found: dict[int, Row] = {}
    for row in rows.values():
        among = parts if row["key"] >= span.first else were
        at = next(n for n, part in enumerate(among) if part.first <= row["key"] <= part.last)
        at = min(at, len(parts) - 1)
        sum_ = found.setdefault(at, {"key": parts[at], **dict.fromkeys(_both(), 0)})
        for name in _both():
            sum_[name] += row[name]
    return [found[at] for at in sorted(found)]


def _both() -> Iterable[str]:
    return [*_SUMS, *(f"{name}_then" for name in _SUMS)]


def _largest(row: Row) -> tuple[int, int, str]:
    return -row["net"], -row["net_then"], str(row["key"])


def _line(key: object, row: Row, currency: str, *, knows_payouts: bool) -> Line:
    return Line(
        key,
        _figures(row, currency, "", knows_payouts=knows_payouts),
        _figures(row, currency, "_then", knows_payouts=knows_payouts),
    )


def _figures(row: Row, currency: str, then: str, *, knows_payouts: bool) -> Figures:
    sums = {name: Money(int(row[f"{name}{then}"]), currency) for name in AMOUNTS}
    paid = Money(int(row[f"paid{then}"]), currency) if knows_payouts else None
    return Figures(**sums, sold=int(row[f"sold{then}"]), paid=paid)
