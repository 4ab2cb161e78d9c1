"""The reseller's own package: what there is, what a change costs, history with dates (REQUIREMENTS S5.20, S5.21)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branding import formats
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import this_second
from shared_apps.kernel.money import Money
from tenants.access import office
from tenants.context import current_tenant

from ..models import PlanChange, PlatformPeriod, PlatformPlan, PlatformSubscription
from ..packages import (
    BillsFirst,
    ChangeQuote,
    PackageRefused,
    PaidInAnotherCurrency,
    changes_at,
    price_of,
    quote_change,
)
from ..verbs.changing import PriceDiffers, change_plan, keep_plan
from ..verbs.renewing import bill_next

Period = PlatformSubscription.Period


@office("store.order")
@require_GET
def office_plan(request: HttpRequest) -> HttpResponse:
    """The package that runs, what else there is at a month's or a year's price, and the time that was paid."""
    plan = _plan()
    period = request.GET.get("period", plan.period)
    period = period if period in Period.values else plan.period
    packages = PlatformPlan.objects.filter(is_active=True).prefetch_related("prices")
    rows = [(package, price_of(package, period, plan.tenant)) for package in packages]
    next_package = PlatformPlan.objects.filter(sku=plan.next_sku).first() if plan.next_sku else None
    context = {
        "plan": plan,
        "period": period,
        "periods": Period.choices,
        "packages": [(package, price) for package, price in rows if price is not None],
        "next_package": next_package,
        "changes_at": changes_at(plan),
        "waiting": plan.changes.filter(status=PlanChange.Status.ASKED).first(),
        "history": plan.periods.order_by("-begins_at", "-pk")[:36],
        "may_renew": plan.status == plan.Status.ACTIVE and not _is_ahead(plan),
    }
    return render(request, "office/store/plan.html", context)


@office("store.order")
@require_http_methods(["GET", "HEAD", "POST"])
def office_plan_change(request: HttpRequest) -> HttpResponse:
    """What a change costs, to the last unit; confirmed, it is billed, or waits for the renewal."""
    plan, asked = _plan(), request.POST if request.method == "POST" else request.GET
    sku, period = asked.get("sku", "")[:64], asked.get("period", "")
    try:
        if request.method == "POST":
            return _change(request, plan, sku, period)
        return _quote_page(request, plan, quote_change(plan, sku, period, this_second()))
    except PriceDiffers as differs:
        messages.warning(request, _("The price has changed meanwhile. Please look again."))
        return _quote_page(request, plan, differs.quote)
    except PaidInAnotherCurrency as paid:
        said = _(
            "Your plan is paid in %(currency)s until %(day)s. This package has no price in it: wait until then."
        )
        messages.warning(request, said % {"currency": paid.currency, "day": formats.date(paid.until, "long")})
    except PackageRefused:
        messages.warning(request, _("This package cannot be chosen."))
    except BillsFirst:
        messages.warning(request, _("Please pay the open bill of your plan first."))
    return redirect("office_plan")


@office("store.order")
@require_POST
def office_plan_keeping(request: HttpRequest) -> HttpResponse:
    """Take back what is planned or waits for payment."""
    if keep_plan(_plan().uuid, by=_actor(request)):
        messages.success(request, _("Your plan stays as it is."))
    return redirect("office_plan")


@office("store.order")
@require_POST
def office_plan_renewal(request: HttpRequest) -> HttpResponse:
    """Pay the next period now."""
    row = bill_next(_plan().uuid, by=_actor(request))
    if row is None or row.bill_uuid is None:
        messages.info(request, _("There is nothing to pay for the next period."))
        return redirect("office_plan")
    return redirect("office_bill", row.bill_uuid)


def _change(request: HttpRequest, plan: PlatformSubscription, sku: str, period: str) -> HttpResponse:
    shown, at = _shown(request)
    change = change_plan(plan.uuid, sku, period, shown=shown, at=at, by=_actor(request))
    if change and change.bill_uuid:
        change.refresh_from_db()
        if change.status == PlanChange.Status.ASKED:
            messages.success(request, _("Please pay the bill: your new package begins with the payment."))
            return redirect("office_bill", change.bill_uuid)
    messages.success(request, _("The change is noted."))
    return redirect("office_plan")


def _shown(request: HttpRequest) -> tuple[Money | None, datetime | None]:
    """The price that was confirmed and the moment for which it was reckoned; neither where they make no sense."""
    minor, currency = request.POST.get("minor", ""), request.POST.get("currency", "")
    try:
        at = datetime.fromisoformat(request.POST.get("at", ""))
        return Money(int(minor), currency), at if at.tzinfo else None
    except ValueError:
        return None, None


def _quote_page(request: HttpRequest, plan: PlatformSubscription, quote: ChangeQuote) -> HttpResponse:
    label = Period(quote.period).label
    context = {"plan": plan, "quote": quote, "period_label": label, "changes_at": changes_at(plan)}
    return render(request, "office/store/plan_change.html", context)


def _is_ahead(plan: PlatformSubscription) -> bool:
    """Whether the next period is billed or paid already."""
    rows = plan.periods.exclude(status=PlatformPeriod.Status.DROPPED)
    return bool(plan.renews_at) and rows.filter(begins_at__gte=plan.renews_at).exists()


def _plan() -> PlatformSubscription:
    rows = PlatformSubscription.objects.select_related("tenant")
    found = rows.filter(tenant_id=current_tenant().id).first()
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
