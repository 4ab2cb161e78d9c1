"""The demonstration's pages as people see them, in two languages, light and dark, on a desk and on a phone.

They are held to the same rules as every page, in the dark too; the pictures are left in `.data/screenshots/`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.person import Person

SitDown = Callable[[str, str], Person]
SHOPS = {"en": "bulutsan", "fa": "abrnama"}
OFFICE = {
    "office-home": "/office/",
    "office-orders": "/office/orders/",
    "office-clients": "/office/clients/",
    "office-services": "/office/services/",
    "office-storefront": "/office/storefront/",
    "office-affiliates": "/office/affiliates/",
    "office-ledger": "/office/ledger/",
    "office-brand": "/office/brand/",
}
CLIENT = {
    "client-home": "/my/",
    "client-services": "/my/services/",
    "client-invoices": "/my/invoices/",
    "client-affiliate": "/my/affiliate/",
}
STORE = {"store-home": "/", "store-product": "/plans/workplace/", "account-login": "/accounts/login/"}
CONSOLE = {
    "console-home": "/console/",
    "console-resellers": "/console/resellers/",
    "console-catalog": "/console/catalog/",
    "console-ledger": "/console/ledger/",
    "console-agenda": "/console/agenda/",
}
SITE = {"site-home": "/"}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_room_has_its_picture(language: str, sit_down: SitDown) -> None:
    shop = SHOPS[language]
    show(sit_down("", language), SITE)
    show(sit_down(shop, language), STORE)
    show(sit_down(shop, language).sign_in(f"client@{shop}.example"), CLIENT)
    show(sit_down(shop, language).sign_in(f"owner@{shop}.example"), OFFICE)
    show(sit_down("", language).sign_in("admin@vitrine.example"), CONSOLE)


def show(person: Person, pages: dict[str, str]) -> None:
    """Open each page, look at it in the dark once (colours know no language), and take its pictures."""
    for name, path in pages.items():
        person.open(path)
        if person.language == "en":
            person.inspect("dark")
        person.photograph(name)
