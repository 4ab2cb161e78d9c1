"""Alpha's shop: the small catalogue in lira, with some of it on sale."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.kernel.actor import Actor
from tenant_apps.storefront import verbs
from tenant_apps.storefront.models import Offer
from tenants.context import acting_in
from tests.shared_apps.catalog.conftest import catalogue, lira

__all__ = ["catalogue"]

BY = Actor.system("tests")
ON_SALE = {
    "mail-s": 110,
    "mail-m": 220,
    "mail-l": 330,
    "mail-s-y": 1000,
    "web-1": 60,
    "archive": 25,
    "care": 45,
}


@pytest.fixture
def shop(catalogue: Any, reseller: Any) -> dict[str, Offer]:
    """Every item of the catalogue on sale in alpha, each a little above the suggested price."""
    with acting_in(reseller):
        return {sku: verbs.put_offer(sku, lira(price), by=BY) for sku, price in ON_SALE.items()}
