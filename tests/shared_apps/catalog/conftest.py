"""A small catalogue in lira."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.catalog import verbs
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from tenants.context import acting_on_shared_data

BY = Actor.system("tests")


def lira(major: int) -> Money:
    return Money(major * 100, "TRY")


def put_catalogue() -> dict[str, Any]:
    """Mail with three monthly plans and a yearly one, hosting with one; two add-ons, prices in TRY."""
    office = verbs.put_group("office", name={"en": "Mail", "fa": "ایمیل"}, by=BY)
    web = verbs.put_group("web", name={"en": "Web"}, position=1, by=BY)
    mail = verbs.put_product(
        "mail", group=office, name={"en": "Team Mail", "fa": "ایمیل تیمی"}, summary={"en": "Mail"}, by=BY
    )
    hosting = verbs.put_product("hosting", group=web, name={"en": "Hosting"}, summary={"en": "Sites"}, by=BY)
    made: dict[str, Any] = {"mail": mail, "hosting": hosting}
    for position, (sku, name, price) in enumerate(
        [("mail-s", "Small", 100), ("mail-m", "Medium", 200), ("mail-l", "Large", 300)]
    ):
        made[sku] = verbs.put_plan(
            sku,
            product=mail,
            name={"en": name},
            features={"en": ["Calendar", name]},
            per_seat=True,
            has_trial=True,
            position=position,
            by=BY,
        )
        put_price(made[sku], price)
    made["mail-s-y"] = verbs.put_plan(
        "mail-s-y", product=mail, name={"en": "Small"}, period="year", per_seat=True, position=4, by=BY
    )
    put_price(made["mail-s-y"], 960)
    made["web-1"] = verbs.put_plan("web-1", product=hosting, name={"en": "Start"}, by=BY)
    put_price(made["web-1"], 50)
    made["archive"] = verbs.put_add_on(
        "archive", name={"en": "Archive"}, plans=[made["mail-s"]], per_seat=True, by=BY
    )
    put_price(made["archive"], 20)
    made["care"] = verbs.put_add_on("care", name={"en": "Care"}, position=1, by=BY)
    put_price(made["care"], 40)
    return made


def put_price(item: Any, suggested: int) -> None:
    """Wholesale is half of the suggested price, the floor four fifths, the ceiling twice as much."""
    verbs.put_price(
        item,
        wholesale=lira(suggested) - lira(suggested).share(5_000),
        floor=lira(suggested).share(8_000),
        suggested=lira(suggested),
        ceiling=lira(suggested) * 2,
        by=BY,
    )


@pytest.fixture
def catalogue(db: None) -> dict[str, Any]:
    with acting_on_shared_data():
        return put_catalogue()
