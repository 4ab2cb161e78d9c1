"""A period as a chart: by days, or by months of the reader's calendar, over the period before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from branding import formats
from branding.components.charts import Chart, Month, months_back, sum_by_month

from .spans import Span

MOST_DAYS = 95


def chart_of(span: Span, amounts: Sequence[tuple[date, int]], currency: str, *, name: str) -> Chart:
    """Sums of the period, and of the one before as a second line."""
    now, before = buckets_of(span), buckets_of(span.before)[: len(buckets_of(span))]
    return Chart(
        [one.label for one in now],
        sum_by_month(amounts, now),
        before=sum_by_month(amounts, before),
        name=name,
        before_name=_("Before"),
        currency=currency,
    )


def buckets_of(span: Span) -> list[Month]:
    """The days, weeks or months of a period, as many as can be told apart."""
    length = (span.last - span.first).days + 1
    if length <= MOST_DAYS:
        step = 1 if length <= 31 else 7
        return [_days(span, start, step) for start in range(0, length, step)]
    months = months_back(span.last, length // 28 + 2)
    return [one for one in months if one.last >= span.first]


def _days(span: Span, start: int, step: int) -> Month:
    first = span.first + timedelta(days=start)
    last = min(span.last, first + timedelta(days=step - 1))
    return Month(first, last, formats.date(first, "short"))
