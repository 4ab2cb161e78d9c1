"""The reseller's own settlement, in the office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenants.access import office
from tenants.context import current_tenant

from ..queries import standings_of, statements_of, terms_of, transfers_of


@office("settlement.view")
@require_GET
def office_settlement(request: HttpRequest) -> HttpResponse:
    """What is agreed, what is owed by whom, statements and transfers."""
    tenant = current_tenant()
    context = {
        "terms": terms_of(tenant.id),
        "standings": standings_of(tenant.id),
        "statements": statements_of(tenant.id)[:24],
        "transfers": transfers_of(tenant.id)[:24],
    }
    return render(request, "office/settlement/settlement.html", context)
