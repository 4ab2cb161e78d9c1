"""How a tenant pays: its account, its bank's files, its documents; and the tax that it withholds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branding.formats import money as money_text
from shared_apps.kernel.countries import country_name
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money

from ..errors import MoreThanWithheld, RuleFixed, RuleOverlaps
from ..forms import EndForm, RemittanceForm, RuleForm, SettingsForm
from ..models import WithholdingRule
from ..places import person_of, shell
from ..queries import remittances, rules, settings_of, withheld_balances
from ..verbs import drop_draft, end_rule, publish_rule, put_rule, put_settings, remit, withdraw_rule


@require_http_methods(["GET", "HEAD", "POST"])
def payout_settings(request: HttpRequest) -> HttpResponse:
    """The account that pays, the columns of the bank's file, what beneficiaries get."""
    form = SettingsForm(request.POST if request.method == "POST" else None, settings=settings_of())
    if request.method == "POST" and form.is_valid():
        put_settings(form.cleaned_data, by=person_of(request).actor)
        messages.success(request, _("The changes are saved."))
        return redirect("office_payout_batches")
    context = {"shell": shell(), "form": form}
    return render(request, "payouts/settings.html", context, status=422 if form.errors else 200)


@require_safe
def withholding(request: HttpRequest) -> HttpResponse:
    """The rules, and what was withheld and handed over."""
    return _show(request)


@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A draft is changed here; a published rule is ended."""
    found = _found(uuid)
    return _edit(request, found) if found.status == "draft" else _end(request, found)


@require_POST
def rule_publication(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = _found(uuid)
    by = person_of(request).actor
    return _decide(request, lambda: publish_rule(found, by=by), _("The rule is published."))


@require_POST
def rule_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A draft is forgotten, a published rule is taken back."""
    found, by = _found(uuid), person_of(request).actor
    act = drop_draft if found.status == "draft" else withdraw_rule
    return _decide(request, lambda: act(found, by=by), _("The rule holds no more."))


@require_POST
def remittance(request: HttpRequest) -> HttpResponse:
    """Withheld tax was paid to the authority."""
    currency = request.POST.get("currency", "")
    held = next((one for one in withheld_balances() if one.currency == currency), None)
    if held is None:
        return redirect("office_withholding")
    form = RemittanceForm(request.POST, held=held)
    if form.is_valid() and _remit(request, form, currency):
        messages.success(request, _("The payment is recorded."))
        return redirect("office_withholding")
    return _show(request, remittance_form=form)


def _remit(request: HttpRequest, form: RemittanceForm, currency: str) -> bool:
    typed = form.cleaned_data
    try:
        amount = Money(typed["amount"], currency)
        remit(amount, reference=typed["reference"], key=typed["key"], by=person_of(request).actor)
    except MoreThanWithheld as refused:
        limit = {"amount": money_text(refused.most)}
        form.add_error("amount", _("%(amount)s is held back.") % limit)
    return not form.errors


def _show(request: HttpRequest, **more: Any) -> HttpResponse:
    held = withheld_balances()
    context = {
        "shell": shell(),
        "rules": [(one, country_name(one.country) if one.country else "") for one in rules()],
        "held": held,
        "remittances": remittances()[:20],
        "remittance_form": RemittanceForm(held=held[0]) if held else None,
        **more,
    }
    form = context["remittance_form"]
    return render(request, "payouts/withholding.html", context, status=422 if form and form.errors else 200)


def _edit(request: HttpRequest, found: WithholdingRule | None) -> HttpResponse:
    form = RuleForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            put_rule(form.cleaned_data, rule=found, by=person_of(request).actor)
        except (RuleFixed, ValidationError):
            messages.warning(request, _("This rule was published meanwhile."))
        else:
            messages.success(request, _("The draft is saved. It holds once it is published."))
        return redirect("office_withholding")
    context = {"shell": shell(), "form": form, "rule": found}
    return render(request, "payouts/rule.html", context, status=422 if form.errors else 200)


def _end(request: HttpRequest, found: WithholdingRule) -> HttpResponse:
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_rule(found, last_day=form.cleaned_data["last_day"], by=person_of(request).actor)
        except RuleFixed:
            form.add_error("last_day", _("The rule cannot end before it begins, nor later than it does."))
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("office_withholding")
    context = {"shell": shell(), "form": form, "rule": found, "history": history_of(found)}
    return render(request, "payouts/rule_end.html", context, status=422 if form.errors else 200)


def _decide(request: HttpRequest, act: Callable[[], None], done: str) -> HttpResponse:
    try:
        act()
    except RuleOverlaps:
        messages.error(request, _("Another rule holds for the same beneficiaries on some of these days."))
    except (IllegalMove, RuleFixed):
        messages.warning(request, _("This rule has moved on. Here is where it stands."))
    else:
        messages.success(request, done)
    return redirect("office_withholding")


def _found(uuid: UUID) -> WithholdingRule:
    found = rules().filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
