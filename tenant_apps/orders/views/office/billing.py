"""The page on which a reseller chooses how it bills."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shared_apps.kernel.history import history_of
from tenant_apps.clients.people import person_of
from tenants.access import office

from ...billing_form import BillingForm
from ...history import told
from ...models import BillingSettings
from ...numbers import numbered, year_of
from ...queries import billing_settings
from ...verbs.billing import save_billing_settings


@office("settings.edit")
@require_http_methods(["GET", "POST"])
def office_billing(request: HttpRequest) -> HttpResponse:
    """Numbers, days, reminders, cards and late fees, on one page."""
    settings = billing_settings()
    form = BillingForm(request.POST or None, instance=settings)
    if request.method == "POST" and form.is_valid():
        save_billing_settings(form.settings, by=person_of(request).actor)
        messages.success(request, _("Saved."))
        return redirect("office_billing")
    kept = BillingSettings.current()
    context = {
        "form": form,
        "example": numbered(kept, kept.invoice_prefix, year_of(kept, timezone.localdate()), 41),
        "events": told(history_of(settings)[:10]),
    }
    return render(request, "office/settings/billing.html", context, status=400 if form.errors else 200)
