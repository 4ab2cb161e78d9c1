"""A person's income by month of their own calendar, for the overview's chart."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from branding.components.charts import Chart, months_back, sum_by_month
from shared_apps.kernel.clock import now

from .queries import earnings_of

MONTHS = 12


def income_of(person_uuid: UUID, currency: str) -> Chart:
    """Commission earned in each of the last twelve months, less what refunds took back; in one query."""
    months = months_back(timezone.localtime(now()).date(), MONTHS)
    days = (
        earnings_of(person_uuid)
        .filter(currency=currency, earned_at__date__gte=months[0].first)
        .annotate(day=TruncDate("earned_at"))
        .values_list("day")
        .annotate(sum=Sum(F("amount_minor") - F("reversed_minor")))
        .order_by("day")
    )
    amounts = sum_by_month([(day, int(minor)) for day, minor in days], months)
    return Chart(
        labels=[month.label for month in months], values=amounts, name=_("Income"), currency=currency
    )
