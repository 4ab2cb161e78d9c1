"""A client's subscriptions: what was paid for which time, and the packages to renew or move up to (S1.5 to S1.9)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shared_apps.catalog import door as catalog
from shared_apps.kernel.keyset import page_of
from tenant_apps.clients.people import person_of
from tenant_apps.clients.portal import portal_settings
from tenant_apps.clients.queries import client_or_404
from tenant_apps.storefront import queries as storefront
from tenant_apps.storefront.queries import OfferCard
from tenants.access import client

from ...models import PaidPeriod, Service
from ...queries import services_of

MOST_PACKAGES = 50


@dataclass(frozen=True, slots=True)
class Package:
    """A running service with the other plans of its product."""

    service: Service
    plans: tuple[OfferCard, ...]


@client("client.services")
@require_GET
def client_subscriptions(request: HttpRequest) -> HttpResponse:
    """Every period that was paid, newest first: what, from when to when, for how much (REQUIREMENTS S1.6)."""
    mine = client_or_404(person_of(request))
    paid = PaidPeriod.objects.filter(service__client=mine).select_related("service", "item")
    page = page_of(paid, request.GET, order="-created_at", size=25)
    return render(
        request, "client/subscriptions.html", {"page": page, "may_pay": person_of(request).can("client.pay")}
    )


@client("client.services")
@require_GET
def client_packages(request: HttpRequest) -> HttpResponse:
    """What runs, to be renewed, and the plans that it can move to (REQUIREMENTS S1.7, S1.8)."""
    mine, person = client_or_404(person_of(request)), person_of(request)
    running = services_of(mine).filter(status__in=[Service.Status.ACTIVE, Service.Status.TRIAL])
    services = list(running[:MOST_PACKAGES])
    plans = storefront.listed(mine.currency)
    products = {one.sku: one.product_sku for one in catalog.plans(mine.currency)}
    context = {
        "packages": [Package(one, _others(one, plans, products)) for one in services],
        "may_order": person.can("client.order"),
        "rights": portal_settings(),
    }
    return render(request, "client/packages.html", context)


def _others(service: Service, plans: list[OfferCard], products: dict[str, str]) -> tuple[OfferCard, ...]:
    if not service.is_recurring or service.cancels_at:
        return ()
    product = products.get(service.sku)
    fitting = [one for one in plans if one.product_sku == product and one.period != "once" and not one.tld]
    return tuple(one for one in fitting if one.sku != service.sku)
