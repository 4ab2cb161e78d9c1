"""What a product page tells search engines, in schema.org's words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from branding.queries import brand_of
from tenant_apps.pricing.showing import Showing
from tenants.context import current_tenant

from .queries import OfferCard
from .shelf import MONTH, YEAR, ProductShelf

_UNITS = {MONTH: "MON", YEAR: "ANN"}
# Nothing in it may end the element that it stands in.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def product_data(product: ProductShelf, offers: Sequence[OfferCard], url: str, prices: Showing) -> SafeString:
    """The element of a Product with an offer for each of its plans, as JSON-LD: a data block, which nothing runs.

    Prices are those that the page shows: with tax or without.
    """
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "description": product.description or product.summary,
        "sku": product.sku,
        "url": url,
        "brand": {"@type": "Brand", "name": brand_of(current_tenant()).name},
        "offers": [_offer(offer, url, prices) for offer in offers],
    }
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def _offer(offer: OfferCard, url: str, prices: Showing) -> dict[str, Any]:
    shown = prices.of(offer.retail)
    price = {"price": str(shown.major), "priceCurrency": shown.currency}
    unit = {"unitCode": _UNITS[offer.period]} if offer.period in _UNITS else {}
    return {
        "@type": "Offer",
        "name": offer.full_name,
        "sku": offer.sku,
        "availability": "https://schema.org/InStock",
        "url": f"{url}?offer={offer.uuid}",
        **price,
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            "valueAddedTaxIncluded": prices.with_tax,
            **price,
            **unit,
        },
    }
