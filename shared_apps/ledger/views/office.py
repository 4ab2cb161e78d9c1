"""The reseller's own ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shared_apps.kernel.paging import page_of
from tenants.access import office
from tenants.context import current_tenant

from ..forms import EntryFilter
from ..queries import account_balances, entries_of, with_legs
from ..rows import balance_row, by_currency, entry_row


@office("ledger.view")
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Entries with their legs, filtered, in pages; and what every account stands at."""
    form = EntryFilter(request.GET)
    entries = form.narrow(with_legs(entries_of().select_related("tenant")))
    page = page_of(entries, request.GET, order="at")
    context = {
        "form": form,
        "page": page,
        "entries": [entry_row(entry) for entry in page.rows],
        "balances": by_currency(balance_row(one) for one in account_balances(current_tenant().id)),
    }
    return render(request, "office/ledger/ledger.html", context)
