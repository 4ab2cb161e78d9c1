"""The shop's pages for search engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from branding.portal.crawlers import SitePage, brand_changed_at, sitemap
from branding.queries import brand_of
from shared_apps.help import door as help_articles
from tenants.access import public
from tenants.context import current_tenant

from .. import queries, shelf
from ..models import Offer


@public
@require_safe
def store_sitemap(request: HttpRequest) -> HttpResponse:
    """Storefront, products on sale, help articles, and the legal pages that are written."""
    return sitemap(_pages())


def _pages() -> Iterator[SitePage]:
    dressed = brand_changed_at()
    added = dict(Offer.objects.filter(is_listed=True).values_list("sku", "created_at"))
    products = [
        SitePage(
            reverse("store_product", args=[product.sku]),
            _latest(dressed, *(added.get(offer.sku) for offer in product.offers)),
        )
        for product in shelf.products(queries.listed())
    ]
    yield SitePage(reverse("store_home"), _latest(dressed, *(page.changed_at for page in products)))
    if products:
        yield SitePage(reverse("store_plans"), _latest(dressed, *(page.changed_at for page in products)))
    yield from products
    yield from _help()
    look = brand_of(current_tenant())
    if look.has_terms:
        yield SitePage(reverse("legal_terms"), dressed)
    if look.has_privacy:
        yield SitePage(reverse("legal_privacy"), dressed)


def _help() -> Iterator[SitePage]:
    articles = help_articles.articles_found_here()
    if articles:
        yield SitePage(reverse("help_home"), max(changed_at for _slug, changed_at in articles))
    for slug, changed_at in articles:
        yield SitePage(reverse("help_article", args=[slug]), changed_at)


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)
