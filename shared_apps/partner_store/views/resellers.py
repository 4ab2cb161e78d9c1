"""The console's resellers, and the setting up of a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shared_apps.kernel.history import history_of
from tenants.access import console
from tenants.hosts import portal_url
from tenants.models import Tenant

from ..pages import page_of, search_of
from ..places import country_name
from ..progress import application_of, progress_of
from ..queries import resellers


@console("tenants.view")
@require_GET
def console_resellers(request: HttpRequest) -> HttpResponse:
    """Every reseller, as a table or as cards (S5.27–S5.30)."""
    page = page_of(request, resellers(search_of(request)))
    view = "cards" if request.GET.get("view") == "cards" else "table"
    context = {"page": page, "view": view, "views": _views(request, view)}
    return render(request, "console/resellers.html", context)


@console("tenants.view")
@require_GET
def console_reseller(request: HttpRequest, uuid: UUID) -> HttpResponse:
    tenant = _reseller(uuid)
    record = tenant.record
    context = {
        "tenant": tenant,
        "host": record.canonical_host,
        "application": application_of(tenant),
        "country": country_name(tenant.country),
        "portal": portal_url(record),
        "history": history_of(tenant),
        "progress": progress_of(tenant),
    }
    return render(request, "console/reseller.html", context)


@console("tenants.view")
@require_GET
def console_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far the portal is; the reseller's page asks again until all is done."""
    tenant = _reseller(uuid)
    progress = progress_of(tenant)
    response = render(request, "console/_progress.html", {"tenant": tenant, "progress": progress})
    if progress.is_complete:
        response["HX-Refresh"] = "true"  # heading and history around it are old now
    return response


def _reseller(uuid: UUID) -> Tenant:
    return get_object_or_404(Tenant, uuid=uuid, kind=Tenant.Kind.RESELLER, is_probe=False)


def _views(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The same list as a table or as cards."""
    offered = (("table", _("Table"), "table"), ("cards", _("Cards"), "layout-grid"))
    query = request.GET.copy()
    links = []
    for view, label, icon in offered:
        query["view"] = view
        links.append(
            {"label": label, "icon": icon, "url": f"?{query.urlencode()}", "current": view == current}
        )
    return links
