"""A tenant's payments as pages of a list, narrowed by state, way and words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict

from shared_apps.kernel.keyset import page_of

from .cards import PaymentCard
from .models import GatewayAccount, Payment
from .queries import cards


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """Some payments, newest first, and the addresses of the pages around them."""

    rows: list[PaymentCard]
    previous_url: str
    next_url: str


def page_of_payments(query: QueryDict) -> PaymentPage:
    """The page that a query string asks for; what it says without sense narrows nothing. Four queries."""
    found = Payment.objects.here()
    if query.get("status") in Payment.Status.values:
        found = found.filter(status=query["status"])
    if query.get("method") in GatewayAccount.Gateway.values:
        found = found.filter(gateway=query["method"])
    text = query.get("q", "").strip()[:100].replace("\x00", "")
    if text:
        shares = Q(shares__invoice_number__istartswith=text)
        found = found.filter(
            pk__in=found.filter(shares | Q(client_name__istartswith=text) | Q(reference=text)).values("pk")
        )
    page = page_of(found, query, order="-id")
    kept = cards(Payment.objects.here().filter(pk__in=[one.pk for one in page.rows]).order_by("-id"))
    return PaymentPage(kept, page.previous_url, page.next_url)
