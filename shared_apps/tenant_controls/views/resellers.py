"""The console's resellers: cards, table, spreadsheet, one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.paging import page_of
from shared_apps.partner_store.pages import search_of
from shared_apps.partner_store.places import country_name
from shared_apps.partner_store.progress import application_of, progress_of
from tenants.access import console
from tenants.hosts import portal_url
from tenants.models import Tenant, TenantStatus

from ..health import Level
from ..models import Archive
from ..queries import ORDERS, choices, history, listed, own_domains_of, row_of, rows_of
from .controls import dialogs_of
from .finding import reseller

_FILTERS = ("status", "country", "plan", "health")
_USUAL = "-created"
_EXPORTED = 500


@console("tenants.view")
@require_GET
def console_resellers(request: HttpRequest) -> HttpResponse:
    """Every reseller, as a table or as cards (S5.27–S5.34). The same queries however many there are."""
    order, rises = ORDERS.get(request.GET.get("sort", ""), ORDERS[_USUAL])
    page = page_of(listed(_wishes(request)), request.GET, order=order, rises=rises)
    view = "cards" if request.GET.get("view") == "cards" else "table"
    person: Any = request.user
    context = {
        "page": page,
        "rows": rows_of(page.rows),
        "view": view,
        "views": _views(request, view),
        "filters": _filters(request),
        "query": request.GET,
        "is_narrowed": any(request.GET.get(name) for name in ("q", *_FILTERS)),
        "may_suspend": person.can("tenants.suspend"),
    }
    return render(request, "console/resellers.html", context)


@console("tenants.view")
@require_GET
def console_resellers_export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, for a spreadsheet."""
    heads = [
        _("Organisation"),
        _("Domain"),
        _("Owner"),
        _("Plan"),
        _("Seats"),
        _("Period"),
        _("Renewal"),
        _("Status"),
        _("Health"),
        _("Since"),
    ]
    order, rises = ORDERS.get(request.GET.get("sort", ""), ORDERS[_USUAL])
    found = listed(_wishes(request)).order_by(order if rises else f"-{order}", "pk")
    return csv_answer("resellers", heads, (_cells(row) for row in _in_batches(found)))


@console("tenants.view")
@require_GET
def console_reseller(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One reseller: facts, plan, domains, history, and what may be done with it."""
    return reseller_page(request, reseller(uuid))


@console("tenants.view")
@require_GET
def console_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far the portal is; the reseller's page asks again until all is done."""
    tenant = reseller(uuid)
    progress = progress_of(tenant)
    response = render(request, "console/_progress.html", {"tenant": tenant, "progress": progress})
    if progress.is_complete:
        response["HX-Refresh"] = "true"  # heading and history around it are old now
    return response


def reseller_page(request: HttpRequest, tenant: Tenant) -> HttpResponse:
    record = tenant.record
    person: Any = request.user
    context = {
        "tenant": tenant,
        "row": row_of(tenant),
        "host": record.canonical_host,
        "application": application_of(tenant),
        "country": country_name(tenant.country),
        "portal": portal_url(record),
        "domains": own_domains_of(tenant),
        "history": history(tenant)[:50],
        "progress": progress_of(tenant),
        "dialogs": dialogs_of(tenant, person),
        "stay": Archive.objects.filter(tenant=tenant, restored_at=None).first(),
        "exports": tenant.exports.order_by("-asked_at")[:5],
        "deletion": getattr(tenant, "deletion", None),
        "certificate": getattr(tenant, "certificate", None),
        "may_edit": person.can("tenants.edit"),
        "may_export": person.can("tenants.export"),
    }
    return render(request, "console/reseller.html", context)


def _wishes(request: HttpRequest) -> dict[str, str]:
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:64] for name in _FILTERS}
    return {**asked, "q": search_of(request)}


def _filters(request: HttpRequest) -> list[dict[str, Any]]:
    """Name, words for all, and what there is to choose."""
    there = choices()
    named = ((code, country_name(code)) for code, _code in there["country"])
    countries = sorted(named, key=lambda pair: pair[1])
    return [
        {"name": name, "all": words, "choices": offered, "chosen": request.GET.get(name, "")}
        for name, words, offered in (
            ("status", _("Any status"), TenantStatus.choices),
            ("health", _("Any health"), Level.choices),
            ("plan", _("Any plan"), there["plan"]),
            ("country", _("Any country"), countries),
        )
    ]


def _in_batches(found: Any) -> Any:
    batch: list[Tenant] = []
    for tenant in found.iterator(chunk_size=_EXPORTED):
        batch.append(tenant)
        if len(batch) == _EXPORTED:
            yield from rows_of(batch)
            batch = []
    yield from rows_of(batch)


def _cells(row: Any) -> list[object]:
    plan = row.plan
    health = "; ".join(map(str, [row.health.label, *row.health.reasons]))
    return [
        row.tenant.name,
        row.host,
        row.owner,
        plan.name if plan else "",
        plan.seats if plan else "",
        plan.get_period_display() if plan else "",
        row.renews_at.date().isoformat() if row.renews_at else "",
        row.tenant.get_status_display(),
        health,
        row.tenant.created_at.date().isoformat(),
    ]


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
