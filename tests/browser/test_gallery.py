"""The demonstration's pages as people see them, in four languages, light and dark, on a desk and on a phone.

Held to the same rules as every page, in the dark too; `make pictures` keeps them in `.data/screenshots/`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.person import Person

pytestmark = pytest.mark.browser
SitDown = Callable[[str, str], Person]
SHOPS = {"en": "bulutsan", "fa": "abrnama"}
OFFICE = {
    "/office/": "office-home",
    "/office/orders/": "office-orders",
    "/office/clients/": "",
    "/office/services/": "",
    "/office/storefront/": "office-storefront",
    "/office/affiliates/": "",
    "/office/ledger/": "office-ledger",
    "/office/brand/": "",
}
CLIENT = {
    "/my/": "client-home",
    "/my/services/": "",
    "/my/invoices/": "",
    "/my/affiliate/": "client-affiliate",
}
STORE = {"/": "store-home", "/plans/workplace/": "store-product", "/accounts/login/": ""}
CONSOLE = {
    "/console/": "console-home",
    "/console/resellers/": "",
    "/console/catalog/": "",
    "/console/ledger/": "",
    "/console/agenda/": "",
}
SITE = {"/": "site-home"}
ROOMS = {
    "store": {"/": "store-home"},
    "client": {"/my/": "client-home"},
    "owner": {"/office/": "office-home"},
}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_room_has_its_picture(language: str, sit_down: SitDown) -> None:
    shop = SHOPS[language]
    show(sit_down("", language), SITE)
    show(sit_down(shop, language), STORE)
    show(sit_down(shop, language).sign_in(f"client@{shop}.example"), CLIENT)
    show(sit_down(shop, language).sign_in(f"owner@{shop}.example"), OFFICE)
    show(sit_down("", language).sign_in("admin@vitrine.example"), CONSOLE)


@pytest.mark.parametrize(("language", "shop"), [("tr", "bulutsan"), ("th", "mekhthai")])
def test_the_main_rooms_in_the_other_languages(language: str, shop: str, sit_down: SitDown) -> None:
    """Storefront, portal, office and checkout; the rooms behind them are the same in every language."""
    visitor = sit_down(shop, language)
    show(visitor, ROOMS["store"])
    visitor.open("/plans/workplace/").send("/order/").photograph("store-checkout")
    for name in ("client", "owner"):
        show(sit_down(shop, language).sign_in(f"{name}@{shop}.example"), ROOMS[name])


def show(person: Person, pages: dict[str, str]) -> None:
    """Open each page, look at it in the dark once (colours know no language), take the pictures that have a name."""
    for path, name in pages.items():
        person.open(path)
        if person.language == "en":
            person.inspect("dark")
        if name:
            person.photograph(name)
