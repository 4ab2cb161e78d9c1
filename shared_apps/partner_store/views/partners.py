"""A partner's account on the platform: where the application stands, and the way to the portal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shared_apps.crossings.door import offices_of
from tenants.access import partner
from tenants.hosts import portal_url
from tenants.models import Tenant

from ..models import PartnerApplication
from ..queries import applications_of


@partner
@require_GET
def partner_home(request: HttpRequest) -> HttpResponse:
    """The status of my applications (S5.11–S5.13)."""
    person: Any = request.user
    mine = list(applications_of(person.uuid))
    newest = mine[0] if mine else None
    context: dict[str, Any] = {"application": newest, "earlier": mine[1:], "portal": _portal(newest)}
    context["offices"] = offices_of(person.uuid)
    return render(request, "partners/home.html", context)


def _portal(application: PartnerApplication | None) -> str:
    """The address of the accepted company's office, once it answers."""
    tenant = application.tenant if application else None
    if tenant is None or tenant.status != Tenant.Status.LIVE:
        return ""
    return portal_url(tenant.record, "/office/")
