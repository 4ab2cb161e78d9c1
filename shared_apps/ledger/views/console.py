"""The ledger of all tenants, read from the shared rows: no tenant's schema is opened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shared_apps.kernel.paging import page_of
from tenants.access import console

from ..forms import PlatformEntryFilter
from ..queries import entries_of_all, kind_balances, with_legs
from ..rows import entry_row, kind_row


@console("ledger.view")
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Entries of all tenants or one, with their legs, in pages; and what each kind of account stands at."""
    form = PlatformEntryFilter(request.GET)
    entries = form.narrow(with_legs(entries_of_all().select_related("tenant")))
    page = page_of(entries, request.GET, order="at")
    tenant = form.cleaned_data.get("tenant") if form.is_valid() else None
    context = {
        "form": form,
        "page": page,
        "entries": [entry_row(entry) for entry in page.rows],
        "balances": [kind_row(*sums) for sums in kind_balances(tenant.pk if tenant else None)],
    }
    return render(request, "console/ledger/ledger.html", context)
