"""What a member's links brought in a period: clicks, sign-ups, purchases, conversion; three queries, however many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branding.components.charts import Chart, months_back, sum_by_month
from branding.formats import date as date_text
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money

from .models import Campaign, Earning, Referral, ReferralCode, Visit

PERIODS = {
    "7": gettext_lazy("7 days"),
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "365": gettext_lazy("12 months"),
    "all": gettext_lazy("All time"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days up to today; `since` is None for all of them."""

    name: str
    since: date | None

    @property
    def months(self) -> int:
        """How many months a chart of it has; 0 for one of days."""
        return {"90": 4, "365": 12, "all": 12}.get(self.name, 0)


@dataclass(frozen=True, slots=True)
class Reach:
    """What one link brought. `campaign` is None for the member's own link."""

    campaign: Campaign | None
    clicks: int
    visitors: int
    sign_ups: int
    purchases: int
    buyers: int
    earned: Money

    @property
    def conversion(self) -> float:
        """How many of a hundred visitors became clients that buy."""
        return round(100 * self.buyers / self.visitors, 1) if self.visitors else 0.0


def period_of(query: Mapping[str, str]) -> Period:
    """The period that an address asks for: 30 days, if it says nothing that is known."""
    name = query.get("period", "")
    name = name if name in PERIODS else "30"
    today = timezone.localtime(now()).date()
    return Period(name, None if name == "all" else today - timedelta(days=int(name) - 1))


def periods(current: Period, **kept: str) -> list[dict[str, Any]]:
    """The choice of periods, for `{% segmented %}`; `kept` stays in the address."""
    return [
        {"label": label, "url": f"?{urlencode({**kept, 'period': name})}", "current": name == current.name}
        for name, label in PERIODS.items()
    ]


def reach_of(
    member: ReferralCode, period: Period, currency: str, campaigns: Sequence[Campaign]
) -> list[Reach]:
    """The member's own link and each of these campaigns; purchases in any currency, what was earned in one."""
    visits = _by(_within(Visit.objects.filter(code=member), "day", period), "campaign", **_VISITS)
    people = _by(
        _within(Referral.objects.filter(code=member), "attributed_at__date", period),
        "campaign",
        sign_ups=Count("pk"),
    )
    earnings = _within(Earning.objects.filter(referral__code=member), "earned_at__date", period)
    money = _by(earnings, "referral__campaign", **_money(currency))
    return [_reach(one, visits, people, money, currency) for one in (None, *campaigns)]


def sum_of(rows: Sequence[Reach], currency: str) -> Reach:
    """All links together."""
    return Reach(
        None,
        clicks=sum(row.clicks for row in rows),
        visitors=sum(row.visitors for row in rows),
        sign_ups=sum(row.sign_ups for row in rows),
        purchases=sum(row.purchases for row in rows),
        buyers=sum(row.buyers for row in rows),
        earned=sum((row.earned for row in rows), Money.zero(currency)),
    )


def visits_chart(member: ReferralCode, period: Period, campaign: Campaign | None = None) -> Chart:
    """Visitors, and beneath them who signed up, by day or by month of the reader's calendar."""
    only = {"campaign": campaign} if campaign else {}
    visits = _within(Visit.objects.filter(code=member, **only), "day", period)
    people = _within(Referral.objects.filter(code=member, **only), "attributed_at__date", period)
    came = list(visits.values_list("day").annotate(n=Count("pk")).order_by("day"))
    joined = list(
        people.annotate(on=TruncDate("attributed_at"))
        .values_list("on")
        .annotate(n=Count("pk"))
        .order_by("on")
    )
    labels, sums = _buckets(period)
    return Chart(
        labels=labels, values=sums(came), before=sums(joined), name=_("Visitors"), before_name=_("Sign-ups")
    )


_VISITS = {"visitors": Count("pk"), "clicks": Sum("clicks")}


def _money(currency: str) -> dict[str, Any]:
    return {
        "purchases": Count("pk"),
        "buyers": Count("referral", distinct=True),
        "earned": Sum(F("amount_minor") - F("reversed_minor"), filter=Q(currency=currency)),
    }


def _within(rows: QuerySet[Any], field: str, period: Period) -> QuerySet[Any]:
    return rows if period.since is None else rows.filter(**{f"{field}__gte": period.since})


def _by(rows: QuerySet[Any], key: str, **sums: Any) -> dict[int | None, dict[str, Any]]:
    found = rows.order_by().values(key).annotate(**sums)
    return {row.pop(key): row for row in found}


def _reach(
    campaign: Campaign | None,
    visits: Mapping[int | None, Mapping[str, Any]],
    people: Mapping[int | None, Mapping[str, Any]],
    money: Mapping[int | None, Mapping[str, Any]],
    currency: str,
) -> Reach:
    key = campaign.pk if campaign else None
    of_visits, of_money = visits.get(key, {}), money.get(key, {})
    return Reach(
        campaign,
        clicks=int(of_visits.get("clicks") or 0),
        visitors=of_visits.get("visitors", 0),
        sign_ups=people.get(key, {}).get("sign_ups", 0),
        purchases=of_money.get("purchases", 0),
        buyers=of_money.get("buyers", 0),
        earned=Money(int(of_money.get("earned") or 0), currency),
    )


def _buckets(period: Period) -> tuple[list[str], Any]:
    """Labels, and what sums daily counts up into them."""
    today = timezone.localtime(now()).date()
    if period.months:
        months = months_back(today, period.months)
        return [month.label for month in months], lambda counts: sum_by_month(counts, months)
    days = [today - timedelta(days=back) for back in range(int(period.name) - 1, -1, -1)]

    def by_day(counts: Sequence[tuple[date, int]]) -> list[int]:
        known = dict(counts)
        return [known.get(day, 0) for day in days]

    step = 1 if len(days) < 9 else 6
    return [date_text(day, "short") if place % step == 0 else "" for place, day in enumerate(days)], by_day
