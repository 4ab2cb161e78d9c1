"""How the reseller takes money: one card for each gateway."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.actor import Actor
from tenants.access import office
from tenants.context import current_tenant
from tenants.hosts import portal_url

from ..collecting import collector, own_row
from ..errors import GatewayRejected
from ..forms import BankForm, StripeForm
from ..models import GatewayAccount
from ..verbs.accounts import connect_stripe, save_bank, switch


@office("settings.edit")
@require_GET
def office_gateways(request: HttpRequest) -> HttpResponse:
    """Card, bank transfer and account credit, each to be set up and switched."""
    return render(request, "office/payments/gateways.html", _context())


@office("settings.edit")
@require_POST
def office_gateway_stripe(request: HttpRequest) -> HttpResponse:
    """Take cards with a new key."""
    form = StripeForm(request.POST)
    if form.is_valid():
        url = portal_url(current_tenant(), reverse("stripe_webhook"))
        try:
            connect_stripe(form.cleaned_data["secret_key"], webhook_url=url, by=_actor(request))
        except GatewayRejected as refusal:
            form.add_error("secret_key", _("Stripe does not take this key: %(why)s") % {"why": refusal})
        else:
            messages.success(request, _("Cards are taken now."))
            return redirect("office_gateways")
    return render(request, "office/payments/gateways.html", _context(stripe_form=form), status=400)


@office("settings.edit")
@require_POST
def office_gateway_bank(request: HttpRequest) -> HttpResponse:
    """Take bank transfers, with these words."""
    form = BankForm(request.POST, texts={})
    if not form.is_valid():
        return render(request, "office/payments/gateways.html", _context(bank_form=form), status=400)
    save_bank(form.cleaned_data, is_enabled=True, by=_actor(request))
    messages.success(request, _("Bank transfers are taken now."))
    return redirect("office_gateways")


@office("settings.edit")
@require_POST
def office_gateway_switch(request: HttpRequest, gateway: str) -> HttpResponse:
    """Offer a gateway that is set up, or no longer."""
    account = own_row(gateway)
    if gateway not in GatewayAccount.Gateway.values or (account is None and gateway != "credit"):
        raise Http404
    is_enabled = not (account and account.is_enabled)
    switch(gateway, is_enabled=is_enabled, by=_actor(request))
    messages.success(request, _("Switched on.") if is_enabled else _("Switched off."))
    return redirect("office_gateways")


def _context(**forms: Any) -> dict[str, Any]:
    accounts = {account.gateway: account for account in GatewayAccount.objects.here()}
    bank = accounts.get("bank")
    texts = bank.details.get("instructions", {}) if bank else {}
    return {
        "is_collected": collector() is not None,
        "stripe": accounts.get("stripe"),
        "bank": bank,
        "credit": accounts.get("credit"),
        "stripe_form": StripeForm(),
        "bank_form": BankForm(texts=texts),
        **forms,
    }


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.user.actor  # type: ignore[union-attr]
    return actor
