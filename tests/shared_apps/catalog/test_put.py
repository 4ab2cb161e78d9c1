"""Putting things into the catalogue."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shared_apps.catalog import verbs
from shared_apps.catalog.models import Price
from shared_apps.kernel.history import history_of
from shared_apps.kernel.money import Money

from .conftest import BY, lira

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_shared")]


def test_putting_again_changes_instead_of_doubling(catalogue: Any) -> None:
    again = verbs.put_plan("web-1", product=catalogue["hosting"], name={"en": "Start 2"}, by=BY)
    assert again.pk == catalogue["web-1"].pk
    assert again.name == {"en": "Start 2"}
    assert history_of(again).count() == 2


@pytest.mark.parametrize(
    ("wholesale", "floor", "suggested", "ceiling"),
    [(50, 40, 60, 70), (10, 50, 40, 70), (10, 20, 80, 70), (-1, 20, 30, 40)],
)
def test_prices_out_of_order_are_refused(
    catalogue: Any, wholesale: int, floor: int, suggested: int, ceiling: int
) -> None:
    with pytest.raises(verbs.PricesOutOfOrder):
        verbs.put_price(
            catalogue["web-1"],
            wholesale=lira(wholesale),
            floor=lira(floor),
            suggested=lira(suggested),
            ceiling=lira(ceiling),
            by=BY,
        )


@pytest.mark.parametrize(
    "wrong",
    [{"wholesale_minor": -1}, {"wholesale_minor": 10**9}, {"floor_minor": 10**9}, {"ceiling_minor": 1}],
)
def test_the_database_refuses_them_too(catalogue: Any, wrong: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.filter(plan=catalogue["web-1"]).update(**wrong)


def test_a_price_belongs_to_one_item(catalogue: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.filter(plan=catalogue["web-1"]).update(add_on=catalogue["care"])


def test_amounts_of_two_currencies_are_refused(catalogue: Any) -> None:
    with pytest.raises(ValueError, match="TRY"):
        verbs.put_price(
            catalogue["web-1"],
            wholesale=lira(1),
            floor=Money(200, "USD"),
            suggested=lira(3),
            ceiling=lira(4),
            by=BY,
        )
