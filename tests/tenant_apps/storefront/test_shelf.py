"""How plans are compared, put together and told to search engines: pure functions."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict

from shared_apps.kernel.money import Money
from shared_apps.kernel.taxes import TaxRate
from tenant_apps.pricing.showing import Showing
from tenant_apps.storefront import structured
from tenant_apps.storefront.basket import basket_of
from tenant_apps.storefront.queries import OfferCard
from tenant_apps.storefront.shelf import comparison, products


def lira(minor: int) -> Money:
    return Money(minor, "TRY")


def card(name: str = "Small", period: str = "month", minor: int = 10_000, **more: Any) -> OfferCard:
    texts = dict.fromkeys(("product_name", "product_summary", "icon", "group", "summary"), "Mail")
    return OfferCard(**{
        "uuid": uuid4(), "kind": "plan", "sku": f"{name}-{period}", "product_sku": "mail", "name": name,
        "names": {}, "features": (), "period": period, "per_seat": False, "has_trial": False, "trial_days": 0,
        "retail": lira(minor), **texts, **more,
    })  # fmt: skip


def extra(name: str, minor: int, **more: Any) -> OfferCard:
    return card(name, minor=minor, kind="add_on", product_name="", **{"max_quantity": 1, **more})


def test_a_year_is_told_by_the_month_with_what_it_saves() -> None:
    month, year = card(minor=10_000), card(period="year", minor=100_000)
    (told,) = comparison([year], [month, year]).plans
    # 12 x 100.00 - 1,000.00 = 200.00; 1,000.00 / 12 = 83.33.
    assert (told.per_month, told.saving) == (lira(8_333), lira(20_000))
    dearer = card(period="year", minor=130_000)
    assert comparison([dearer], [month, dearer]).plans[0].saving is None
    assert not comparison([month], [month, year]).has_saving


@pytest.mark.parametrize(
    ("wish", "total"),
    [
        ("", 10_000 + 0 + 200),  # the first system, and the least space that is sold
        ("option-system=WINDOWS", 10_000 + 500 + 200),
        ("option-system=nonsense&count-SPACE=5", 10_000 + 0 + 500),
        ("count-SPACE=999", 10_000 + 0 + 800),
        ("count-SPACE=-3&quantity=0", 10_000 + 0 + 200),
        ("add_ons=CARE&quantity=3", 30_000 + 0 + 200 + 900),  # care counts once a seat
    ],
)
def test_options_are_put_together_leniently(wish: str, total: int) -> None:
    group = {"choice_group": "system", "choice_name": "System"}
    extras = {
        "LINUX": extra("Linux", 0, is_required=True, **group),
        "WINDOWS": extra("Windows", 500, **group),
        "SPACE": extra("Space", 100, is_required=True, min_quantity=2, max_quantity=8),
        "CARE": extra("Care", 300, per_seat=True),
    }
    for name, one in extras.items():
        wish = wish.replace(name, str(one.uuid))
    plan = card(add_ons=tuple(extras.values()), max_quantity=10)
    assert basket_of(QueryDict(wish), [plan]).total.minor == total


def test_structured_data_cannot_end_its_element(monkeypatch: Any) -> None:
    monkeypatch.setattr(structured, "brand_of", lambda tenant: SimpleNamespace(name="</script><b>&"))
    monkeypatch.setattr(structured, "current_tenant", lambda: None)
    offer = card("</script><script>alert(1)")
    page, vat = "https://a.example/plans/mail/", TaxRate("VAT", 2000)
    without = str(structured.product_data(products([offer])[0], [offer], page, Showing(vat, with_tax=False)))
    assert '"price": "100.00"' in without
    text = str(structured.product_data(products([offer])[0], [offer], page, Showing(vat, with_tax=True)))
    inner = text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in inner
    data = json.loads(inner)
    assert data["brand"]["name"] == "</script><b>&"
    assert data["offers"][0]["price"] == "120.00"
    assert data["offers"][0]["priceSpecification"]["unitCode"] == "MON"
