"""Terms in the office: whether clients accept them, and every wording that somebody accepted."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from branding.legal.views import shown
from branding.queries import legal_page, read_in
from tenant_apps.clients.people import person_of
from tenants.access import office
from tenants.context import current_tenant

from ..models import TermsVersion
from ..taxes import price_settings
from ..verbs import change_prices

MOST = 100


@office("settings.edit")
@require_GET
def office_terms(request: HttpRequest) -> HttpResponse:
    """The wordings, newest first, each with how many orders were placed under it. Few: one a change."""
    versions = TermsVersion.objects.defer("texts").annotate(orders_count=Count("orders"))
    context = {
        "versions": versions.order_by("-number")[:MOST],
        "settings": price_settings(),
        "is_written": legal_page(current_tenant(), "terms") is not None,
    }
    return render(request, "office/pricing/terms.html", context)


@office("settings.edit")
@require_POST
def office_terms_asking(request: HttpRequest) -> HttpResponse:
    """Ask clients to accept the terms when they order, or no longer."""
    change_prices({"asks_terms": request.POST.get("asks") == "yes"}, by=person_of(request).actor)
    messages.success(request, _("Saved."))
    return redirect("office_terms")


@office("settings.edit")
@require_GET
def office_terms_version(request: HttpRequest, digest: str) -> HttpResponse:
    """One wording as it was, in the reader's language where it was written."""
    version = get_object_or_404(TermsVersion, digest=digest)
    page = read_in(version.texts, current_tenant())
    context = {"version": version, **(shown(page) if page else {})}
    return render(request, "office/pricing/terms_version.html", context)
