"""Coupons in the office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branding import formats
from shared_apps.catalog import door as catalog
from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.money import Money
from tenant_apps.clients.people import person_of
from tenant_apps.clients.typed import typed
from tenants.access import office
from tenants.context import current_tenant

from ..coupons import normal_code
from ..errors import CouponCodeTaken, CouponUsedUp
from ..forms import CouponForm
from ..models import Coupon, CouponUse
from ..verbs import put_coupon, switch_coupon

MOST_EXPORTED = 10_000


@office("coupons.edit")
@require_GET
def office_coupons(request: HttpRequest) -> HttpResponse:
    """Every coupon, newest first."""
    coupons = _found(request)
    here = request.GET.get("state", "")
    labels = {"": _("All"), "on": _("Usable"), "off": _("Not usable")}
    tabs = [
        {"label": label, "url": f"?state={value}" if value else "?", "current": value == here}
        for value, label in labels.items()
    ]
    page = page_of(coupons, request.GET, order="-created_at")
    return render(request, "office/pricing/coupons.html", {"page": page, "tabs": tabs})


@office("coupons.edit")
@require_http_methods(["GET", "POST"])
def office_coupon_new(request: HttpRequest) -> HttpResponse:
    """A new code."""
    return _edit(request, None)


@office("coupons.edit")
@require_GET
def office_coupon(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One coupon: its rules, who used it, and what it gave in all."""
    coupon = get_object_or_404(Coupon, uuid=uuid)
    uses = CouponUse.objects.filter(coupon=coupon).select_related("client")
    given = uses.filter(returned_at=None).values("currency").annotate(sum=Sum("saved_minor"))
    context = {
        "coupon": coupon,
        "page": page_of(uses, request.GET, order="-at"),
        "given": [Money(int(row["sum"]), row["currency"]) for row in given.order_by("currency")],
        "events": history_of(coupon)[:20],
        "items": [label for sku, label in _choices() if sku in coupon.skus],
    }
    return render(request, "office/pricing/coupon.html", context)


@office("coupons.edit")
@require_http_methods(["GET", "POST"])
def office_coupon_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other rules for a coupon, for orders from now on."""
    return _edit(request, get_object_or_404(Coupon, uuid=uuid))


@office("coupons.edit")
@require_POST
def office_coupon_switch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Out of use, or back into it."""
    coupon = get_object_or_404(Coupon, uuid=uuid)
    is_active = request.POST.get("active") == "yes"
    switch_coupon(coupon, is_active=is_active, by=person_of(request).actor)
    messages.success(request, _("Switched on.") if is_active else _("Switched off."))
    return redirect("office_coupon", uuid)


@office("coupons.edit")
@require_GET
def office_coupons_export(request: HttpRequest) -> HttpResponse:
    """The list as a table."""
    heads = [_("Code"), _("Note"), _("It takes off"), _("For"), _("Uses"), _("Uses in all"), _("Last day")]
    rows = [
        [one.code, one.note, off(one), one.get_duration_display(), one.used_count, one.most_uses, _iso(one)]
        for one in _found(request).order_by("-created_at")[:MOST_EXPORTED]
    ]
    return csv_answer("coupons", heads, rows)


def _iso(coupon: Coupon) -> str:
    return timezone.localdate(coupon.last_day).isoformat() if coupon.last_day else ""


def off(coupon: Coupon) -> str:
    """What it takes off, in the reader's writing."""
    if coupon.kind == Coupon.Kind.PERCENT:
        return formats.percent(coupon.percent)
    return formats.money(coupon.amount, trim=True)


def _found(request: HttpRequest) -> QuerySet[Coupon]:
    coupons, state, text = Coupon.objects.all(), request.GET.get("state", ""), typed(request.GET, "q")
    if state in {"on", "off"}:
        usable = Coupon.objects.usable().values("pk")
        coupons = coupons.filter(pk__in=usable) if state == "on" else coupons.exclude(pk__in=usable)
    if text:
        coupons = coupons.filter(Q(code__contains=normal_code(text)) | Q(note__icontains=text))
    return coupons


def _edit(request: HttpRequest, coupon: Coupon | None) -> HttpResponse:
    form = CouponForm(request.POST or None, choices=_choices(), coupon=coupon)
    if request.method == "POST" and form.is_valid() and (put := _put(request, form, coupon)):
        messages.success(request, _("Saved."))
        return redirect("office_coupon", put.uuid)
    context: dict[str, Any] = {"form": form, "coupon": coupon}
    return render(request, "office/pricing/coupon_form.html", context, status=422 if form.errors else 200)


def _put(request: HttpRequest, form: CouponForm, coupon: Coupon | None) -> Coupon | None:
    try:
        return put_coupon(form.values, coupon=coupon, by=person_of(request).actor)
    except CouponCodeTaken:
        form.add_error("code", _("Another coupon has this code."))
    except CouponUsedUp:
        form.add_error("most_uses", _("It has been used more often already."))
    return None


def _choices() -> list[tuple[str, str]]:
    """What the reseller may sell, by sku."""
    currency = current_tenant().currency
    plans = [(plan.sku, f"{plan.full_name} ({plan.per})") for plan in catalog.plans(currency)]
    return [*plans, *((item.sku, f"{item.full_name} ({item.per})") for item in catalog.add_ons(currency))]
