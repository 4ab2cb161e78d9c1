"""A client's account credit: what there is, and what it came of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenant_apps.clients.people import person_of
from tenant_apps.clients.queries import client_or_404
from tenants.access import client

from ...credit_lines import credit_lines
from ...queries import open_invoices_of


@client("client.pay")
@require_GET
def client_credit(request: HttpRequest) -> HttpResponse:
    """The balance with its newest movements, and the invoices that it can pay."""
    mine = client_or_404(person_of(request))
    balance, lines = credit_lines(mine)
    context = {"balance": balance, "lines": lines, "has_open": bool(open_invoices_of(mine))}
    return render(request, "client/credit.html", context)
