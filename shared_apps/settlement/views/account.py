"""The operator's own card account, by which it collects for resellers; and what that account hears."""

from __future__ import annotations

from typing import Any

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from shared_apps.payments import door as payments
from shared_apps.payments.collecting import own_row
from shared_apps.payments.forms import StripeForm
from tenants.access import console, public
from tenants.context import current_tenant
from tenants.hosts import portal_url

from ..verbs.terms import forget_name

log = structlog.get_logger(__name__)


@console("settlement.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def console_card_account(request: HttpRequest) -> HttpResponse:
    """Connect the account; see what came in for nobody."""
    form = StripeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person: Any = request.user
        url = portal_url(current_tenant(), reverse("platform_webhook"))
        try:
            payments.connect_stripe(form.cleaned_data["secret_key"], webhook_url=url, by=person.actor)
        except payments.GatewayRejected as refusal:
            form.add_error("secret_key", _("Stripe does not take this key: %(why)s") % {"why": refusal})
        else:
            forget_name()
            messages.success(request, _("Cards are taken now."))
            return redirect("console_card_account")
    context = {"form": form, "account": own_row("stripe"), "held": payments.held_events()}
    return render(request, "console/settlement/account.html", context, status=422 if form.errors else 200)


@csrf_exempt
@public
@require_POST
def platform_webhook(request: HttpRequest) -> HttpResponse:
    """400 for what is not signed for the operator's account; 200 for everything else, however often it comes."""
    try:
        payments.hear_collected("stripe", request.body, request.headers)
    except payments.ForgedEvent as forged:
        log.warning("webhook_refused", reason=str(forged))
        return HttpResponse(status=400)
    return HttpResponse(status=200)
