"""What clients may do by themselves, in the office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shared_apps.kernel.history import history_of
from tenants.access import office

from ..people import person_of
from ..portal import SETTINGS, change_portal, portal_settings


@office("settings.edit")
@require_http_methods(["GET", "POST"])
def office_portal(request: HttpRequest) -> HttpResponse:
    """Switches: what is off is gone from the client portal, and refused wherever else it is asked for."""
    if request.method == "POST":
        values = {name: request.POST.get(name) == "on" for name in SETTINGS}
        change_portal(values, by=person_of(request).actor)
        messages.success(request, _("Saved."))
        return redirect("office_portal")
    kept = portal_settings()
    context = {
        "switches": [_switch(name, getattr(kept, name)) for name in SETTINGS],
        "events": history_of(kept),
    }
    return render(request, "office/clients/portal.html", context)


def _switch(name: str, is_on: bool) -> dict[str, Any]:
    label, text = _words()[name]
    return {"name": name, "is_on": is_on, "label": label, "text": text}


def _words() -> dict[str, tuple[str, str]]:
    return {
        "may_order": (_("Place orders"), _("Put plans into the cart and order them.")),
        "may_pay": (_("Pay invoices"), _("Pay invoices online.")),
        "may_open_tickets": (_("Open tickets"), _("Ask your team for help in the portal.")),
        "may_cancel": (_("Cancel services"), _("Cancel services, at once or at the end of their period.")),
        "may_upgrade": (_("Change services"), _("Change plan, seats and add-ons of their services.")),
        "shows_prices_with_tax": (_("See prices with tax"), _("Off: prices are shown without tax.")),
    }
