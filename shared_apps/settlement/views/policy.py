"""How the operator bills: its tax, its days, and where a transfer goes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shared_apps.payments import door as payments
from shared_apps.payments.collecting import own_row
from shared_apps.payments.forms import BankForm
from tenants.access import console

from ..forms import PolicyForm
from ..queries import policy
from ..verbs.policy import set_policy


@console("bills.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def console_billing_policy(request: HttpRequest) -> HttpResponse:
    """Tax and days."""
    form = PolicyForm(request.POST if request.method == "POST" else None, instance=policy())
    if request.method == "POST" and form.is_valid():
        set_policy(form.wish, by=_person(request).actor)
        messages.success(request, _("The changes are saved."))
        return redirect("console_billing_policy")
    return _page(request, form, _bank_form())


@console("bills.edit")
@require_POST
def console_billing_bank(request: HttpRequest) -> HttpResponse:
    """Where resellers transfer to, in each language."""
    form = _bank_form(request.POST)
    if not form.is_valid():
        return _page(request, PolicyForm(instance=policy()), form)
    payments.save_bank(form.cleaned_data, by=_person(request).actor)
    messages.success(request, _("The changes are saved."))
    return redirect("console_billing_policy")


def _bank_form(data: Any = None) -> BankForm:
    account = own_row("bank")
    return BankForm(data, texts=account.details.get("instructions", {}) if account else {}, prefix="bank")


def _page(request: HttpRequest, form: PolicyForm, bank_form: BankForm) -> HttpResponse:
    status = 422 if form.errors or bank_form.errors else 200
    context = {"form": form, "bank_form": bank_form, "card": own_row("stripe")}
    return render(request, "console/bills/policy.html", context, status=status)


def _person(request: HttpRequest) -> Any:
    return request.user
