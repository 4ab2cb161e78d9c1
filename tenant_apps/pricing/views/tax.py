"""Tax in the office: how prices are meant, the rules, and what somebody would pay."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.money import Money
from shared_apps.kernel.taxes import tax_on
from tenant_apps.clients.people import person_of
from tenants.access import office
from tenants.context import current_tenant

from ..errors import TaxRuleTaken
from ..forms import TaxPreviewForm, TaxRuleForm
from ..models import TaxRule
from ..taxes import price_settings, rate_at
from ..verbs import change_prices, put_tax_rule, remove_tax_rule

EXAMPLE_MAJOR = 100


@office("settings.edit")
@require_GET
def office_tax(request: HttpRequest) -> HttpResponse:
    """Every rule, how prices are meant, and a preview."""
    return render(request, "office/pricing/tax.html", _context(request))


@office("settings.edit")
@require_POST
def office_tax_prices(request: HttpRequest) -> HttpResponse:
    """Prices with tax in them, or without."""
    includes = request.POST.get("prices") == "inclusive"
    change_prices({"prices_include_tax": includes}, by=person_of(request).actor)
    messages.success(request, _("Saved."))
    return redirect("office_tax")


@office("settings.edit")
@require_http_methods(["GET", "POST"])
def office_tax_rule_new(request: HttpRequest) -> HttpResponse:
    """A rule for a place that has none."""
    return _edit(request, None)


@office("settings.edit")
@require_http_methods(["GET", "POST"])
def office_tax_rule(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another wording of a rule."""
    return _edit(request, get_object_or_404(TaxRule, uuid=uuid))


@office("settings.edit")
@require_POST
def office_tax_rule_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget a rule."""
    remove_tax_rule(get_object_or_404(TaxRule, uuid=uuid), by=person_of(request).actor)
    messages.success(request, _("The rule is removed."))
    return redirect("office_tax")


def _edit(request: HttpRequest, rule: TaxRule | None) -> HttpResponse:
    names = ("name", "basis_points", "country", "region", "with_tax_id")
    initial = {name: getattr(rule, name) for name in names} if rule else {"country": current_tenant().country}
    form = TaxRuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            put_tax_rule(form.cleaned_data, rule=rule, by=person_of(request).actor)
        except TaxRuleTaken:
            form.add_error("country", _("There is a rule for this place already."))
        else:
            messages.success(request, _("Saved."))
            return redirect("office_tax")
    context = {"form": form, "rule": rule}
    return render(request, "office/pricing/tax_rule.html", context, status=422 if form.errors else 200)


def _context(request: HttpRequest) -> dict[str, Any]:
    asked = "amount" in request.GET
    example = {"amount": Money.from_major(EXAMPLE_MAJOR, current_tenant().currency)}
    form = TaxPreviewForm(request.GET if asked else None, initial=example)
    return {
        "rules": TaxRule.objects.order_by("country", "region"),
        "settings": price_settings(),
        "form": form,
        "preview": _preview(form) if asked and form.is_valid() else None,
    }


def _preview(form: TaxPreviewForm) -> dict[str, Any]:
    typed = form.cleaned_data
    rate = rate_at(typed["country"], typed["region"], has_tax_id=typed["has_tax_id"])
    return {"rate": rate, "percent": rate.basis_points / 100, "taxed": tax_on(form.money, rate)}
