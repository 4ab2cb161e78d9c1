"""The office's first page."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from branding import formats
from branding.components.charts import Chart, Month, months_back, sum_by_month
from shared_apps.catalog import door as catalog
from shared_apps.commissions import door as commissions
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.partner_store import door as partner_store
from shared_apps.payments import door as payments
from shared_apps.settlement import door as settlement
from shared_apps.trials import door as trials
from tenant_apps.clients.people import person_of
from tenants.access import office
from tenants.context import current_tenant

from ... import queries
from ...history import latest_events, told
from ...models import AppliedPayment, AppliedRefund


@office("dashboard.view")
@require_GET
def office_home(request: HttpRequest) -> HttpResponse:
    """Key figures, what waits for somebody, and what happened lately. A constant number of queries."""
    zone = ZoneInfo(current_tenant().time_zone)
    if not person_of(request).actor.acting_for:
        trials.activity(current_tenant().id, trials.TrialKind.PLATFORM)
    months = months_back(now().astimezone(zone).date(), 12)
    chart = _revenue(months, zone)
    open_count, open_total = queries.open_total()
    services = queries.running_services()
    context = {
        "chart": chart,
        "revenue": Money(int(chart.values[-1]), chart.currency),
        "revenue_points": chart.values,
        "open_note": ngettext("%(count)s invoice", "%(count)s invoices", open_count)
        % {"count": formats.number(open_count)},
        "open_total": open_total,
        "services": services,
        "trials_note": _("%(count)s on trial") % {"count": formats.number(services.get("trial", 0))},
        "new_clients": queries.new_clients(30),
        "receipts": payments.awaiting_count(),
        "held": len(payments.held()) + len(payments.held_events()),
        "withdrawals": commissions.withdrawals_waiting(),
        "reviews": commissions.reviews_waiting(),
        "disputes": commissions.disputes_waiting(),
        "stuck": queries.stuck_services(),
        "tasks": queries.waiting_operations().count(),
        "price_changes": catalog.price_changes() if person_of(request).can("storefront.edit") else [],
        "tier_news": catalog.tier_news() if person_of(request).can("storefront.edit") else None,
        "events": told(latest_events()),
        "owes": settlement.owes(),
        "can_add": person_of(request).can("clients.edit"),
        "requests": partner_store.open_requests() if person_of(request).can("store.order") else [],
    }
    return render(request, "office/home.html", context)


def _revenue(months: list[Month], zone: ZoneInfo) -> Chart:
    """What came in by month of the reader's calendar, in the tenant's time zone, less what was given back."""
    currency = current_tenant().currency
    start = dt.datetime.combine(months[0].first, dt.time.min, zone)
    inside = {"at__gte": start, "invoice__currency": currency}
    day = TruncDate("at", tzinfo=zone)
    came = AppliedPayment.objects.filter(**inside).annotate(day=day).values_list("day")
    went = AppliedRefund.objects.filter(**inside).annotate(day=day).values_list("day")
    sums = [
        *came.annotate(sum=Sum("amount_minor")).order_by("day"),
        *((at, -minor) for at, minor in went.annotate(sum=Sum("amount_minor")).order_by("day")),
    ]
    return Chart(
        labels=[month.label for month in months],
        values=sum_by_month(sums, months),
        name=_("Revenue"),
        currency=currency,
    )
