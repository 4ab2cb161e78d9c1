"""An invoice of any reseller, looked up by its number: where its money went."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shared_apps.ledger.models import Entry, EntryKind
from shared_apps.ledger.queries import with_legs
from shared_apps.ledger.rows import entry_row
from tenants.access import console
from tenants.models import Tenant

from ..queries import resellers
from ..xray import slices_of


@console("settlement.view")
@require_GET
def console_money(request: HttpRequest) -> HttpResponse:
    """The slices of one invoice, and every entry about it."""
    slug, number = (
        request.GET.get(name, "").replace("\x00", "").strip()[:64] for name in ("tenant", "number")
    )
    tenant = resellers().filter(slug=slug).first() if slug and number else None
    sale = _sale(tenant, number) if tenant else None
    context: dict[str, object] = {
        "choices": resellers().values_list("slug", "name"),
        "asked": bool(slug and number),
        "tenant": tenant,
        "sale": sale,
    }
    if tenant and sale:
        entries = with_legs(Entry.objects.filter(tenant=tenant, reference=sale.reference))
        currency = sale.legs.values_list("currency", flat=True).first() or tenant.currency
        context["xray"] = slices_of(tenant.pk, [sale.reference], currency)
        context["entries"] = [entry_row(one) for one in entries.select_related("tenant").order_by("pk")]
    return render(request, "console/settlement/money.html", context)


def _sale(tenant: Tenant, number: str) -> Entry | None:
    return Entry.objects.filter(tenant=tenant, kind=EntryKind.SALE, memo=number).order_by("pk").first()
