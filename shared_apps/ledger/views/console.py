"""The ledger of all tenants, read from the shared rows: no tenant's schema is opened."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from shared_apps.kernel.keyset import page_of as page_of_legs
from shared_apps.kernel.paging import page_of
from tenants.access import console
from tenants.models import Tenant

from ..explorer import balance_after, entries_download, running
from ..forms import PlatformEntryFilter
from ..models import Account
from ..queries import account_balances, entries_of_all, kind_balances, with_legs
from ..rows import BalanceRow, account_label, balance_row, by_currency, entry_row, kind_row, party_shown

MOST_RELATED = 50


@console("ledger.view")
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Entries of all tenants or one, with their legs, in pages; and what each kind of account stands at."""
    form = PlatformEntryFilter(request.GET)
    entries = form.narrow(with_legs(entries_of_all().select_related("tenant")))
    if request.GET.get("format") in {"csv", "xlsx"}:
        return entries_download(request.GET["format"], entries)
    page = page_of(entries, request.GET, order="at")
    tenant = form.cleaned_data.get("tenant") if form.is_valid() else None
    context = {
        "form": form,
        "page": page,
        "entries": [entry_row(entry) for entry in page.rows],
        "balances": by_currency(_balances(tenant)),
    }
    return render(request, "console/ledger/ledger.html", context)


@console("ledger.view")
@require_safe
def ledger_entry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One entry with its legs, and all others about the same thing."""
    entry = get_object_or_404(with_legs(entries_of_all().select_related("tenant")), uuid=uuid)
    same = entries_of_all().filter(tenant_id=entry.tenant_id, reference=entry.reference)
    related = with_legs(same.exclude(pk=entry.pk).select_related("tenant"))[:MOST_RELATED]
    context = {
        "entry": entry,
        "row": entry_row(entry),
        "entries": [entry_row(one) for one in related] if entry.reference else [],
    }
    return render(request, "console/ledger/entry.html", context)


@console("ledger.view")
@require_safe
def ledger_account(request: HttpRequest, account: int) -> HttpResponse:
    """An account's legs, the newest first, each with the balance after it."""
    found = get_object_or_404(Account.objects.select_related("tenant"), pk=account, tenant__is_probe=False)
    legs = found.legs.select_related("entry")
    page = page_of_legs(legs, request.GET, order="-id")
    context = {
        "account": found,
        "label": account_label(found.kind),
        "party": party_shown(found.party),
        "page": page,
        "lines": running(found, page.rows),
        "balance": balance_after(found),
    }
    return render(request, "console/ledger/account.html", context)


def _balances(tenant: Tenant | None) -> list[BalanceRow]:
    """Of one tenant each account, which leads to its legs; of all tenants each kind of account."""
    if tenant is None:
        return [kind_row(*sums) for sums in kind_balances()]
    return [balance_row(account) for account in account_balances(tenant.pk)]
