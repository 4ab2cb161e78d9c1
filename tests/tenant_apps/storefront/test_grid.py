"""Every price in every currency on one page of the office."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.catalog.verbs import put_price
from shared_apps.kernel.money import Money
from tenant_apps.storefront.models import Offer
from tenants.context import acting_in, acting_on_shared_data

from .conftest import BY

pytestmark = pytest.mark.django_db
PAGE = "/office/storefront/prices/"


def test_prices_are_saved_emptied_and_kept_within_their_limits(
    shop: Any, catalogue: Any, browse: Any, olga: Any, reseller: Any
) -> None:
    dollars = {"wholesale": 300, "floor": 400, "suggested": 500, "ceiling": 900}
    with acting_on_shared_data():
        put_price(catalogue["mail-s"], **{name: Money(m, "USD") for name, m in dollars.items()}, by=BY)
    browser = browse(olga, reseller)
    page = browser.get(PAGE).content.decode()
    assert 'name="mail-s:USD"' in page
    assert 'name="mail-m:USD"' not in page
    form = {f"{sku}:TRY": "" for sku in shop} | {"mail-s:TRY": "120", "mail-m:TRY": "220", "mail-s:USD": "6"}
    refused = browser.post(PAGE, {**form, "mail-s:USD": "99"})
    assert refused.status_code == 422
    assert "at most $9" in refused.content.decode()
    with acting_in(reseller):
        assert Offer.objects.get(sku="mail-s").retail_minor == 11_000
    assert browser.post(PAGE, form).status_code == 302
    with acting_in(reseller):
        on_sale = {(o.sku, o.currency): o.retail_minor for o in Offer.objects.filter(is_listed=True)}
    assert on_sale == {("mail-s", "TRY"): 12_000, ("mail-s", "USD"): 600, ("mail-m", "TRY"): 22_000}


def test_it_is_not_for_everybody(shop: Any, browse: Any, carl: Any, reseller: Any) -> None:
    assert browse(carl, reseller).get(PAGE).status_code in {302, 403, 404}
