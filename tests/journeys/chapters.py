"""The story's chapters: what people do in it, each through the pages that they would use."""

from __future__ import annotations

import re
from typing import Any

from shared_apps.agenda.door import run_due
from tests.journeys.card_page import CardPage
from tests.journeys.letterbox import code_in, link_in, newest
from tests.journeys.visitor import Visitor

PASSWORD = "a blue kettle sings"
PLATFORM = "vitrine.localhost"
SHOP = "gamma.vitrine.localhost"
PAULA, CARA, FRED, TESS = "paula@example.com", "cara@example.com", "fred@example.com", "tess@example.com"
COMPANY = {
    "company_name": "Gamma Cloud",
    "registration_number": "TR-99",
    "website": "https://gamma.example",
    "phone": "0212 555 01 00",
    "street": "Bağdat Cd. 1",
    "city": "İstanbul",
    "postal_code": "34710",
    "country": "TR",
    "expertise": "workplace",
    "experience": "Ten years of hosting for small firms.",
    "plans": "Two hundred clients in the first year.",
    "slug": "gamma",
    "language": "en",
    "currency": "TRY",
}
ADDRESS = {"name": "", "street": "Moda Cd. 5", "postal_code": "34710", "city": "İstanbul", "country": "TR"}


def sign_up(host: str, name: str, email: str, *, by: Visitor | None = None) -> Visitor:
    """Open an account: name, address, password, then the code from the mail."""
    visitor = by or Visitor(host).open("/accounts/signup/")
    visitor.submit(name=name, email=email, password1=PASSWORD)
    run_due()
    return visitor.submit(click=("action", "verify"), code=code_in(newest(email)))


def sign_in(host: str, email: str, password: str = PASSWORD) -> Visitor:
    visitor = Visitor(host).open("/accounts/login/")
    visitor.submit(login=email, password=password)
    assert visitor.path != "/accounts/login/", visitor.text
    return visitor


def apply(**changes: str) -> Visitor:
    """Paula opens an account with the operator and applies for a portal."""
    paula = sign_up(PLATFORM, "Paula Partner", PAULA)
    paula.open("/").follow("/apply/")
    paula.submit(**{**COMPANY, "terms": "on", **changes})
    run_due()
    return paula


def accept(reviewer: Visitor) -> None:
    """The operator finds the application in the console, accepts it and watches the portal being set up."""
    reviewer.open("/console/applications/").follow("/applications/<uuid>/")
    reviewer.submit("/acceptance/")
    assert reviewer.path.startswith("/console/resellers/"), reviewer.text
    run_due()


def move_in() -> Visitor:
    """Paula follows the link of the welcome mail, chooses a password and is in her office."""
    welcome = link_in(newest(PAULA, about="/accounts/welcome/"), of="/accounts/welcome/")
    owner = Visitor(SHOP).open(_without_port(welcome))
    owner.submit(password=PASSWORD)
    return owner.open("/office/")


def dress(owner: Visitor) -> None:
    """The portal wears its brand at once."""
    owner.open("/office/brand/").submit(
        name="Gamma Bulut", colour="#7c3aed", support_email="help@gamma.example"
    )
    visitor = Visitor(SHOP).open("/")
    visitor.says("Gamma Bulut")
    stylesheet = visitor.page.find("link", href=lambda href: "/brand/" in href and href.endswith(".css"))
    assert b"#7c3aed" in visitor.browser.get(stylesheet["href"]).content


def stock(owner: Visitor) -> None:
    """Three offers; below the floor and above the ceiling is refused, the limit named and the price kept."""
    put_offer(owner, "hosting-start-m", "203.99")
    owner.says("The lowest price for this item is ₺204.00")
    assert owner.page.find("input", attrs={"name": "retail"})["value"] == "203.99"
    owner.submit(retail="384.01").says("The highest price for this item is ₺384.00")
    assert owner.submit(retail="250").path == "/office/storefront/"
    put_offer(owner, "backup-m", "110")
    put_offer(owner, "workplace-standard-m", "160")


def put_offer(owner: Visitor, sku: str, retail: str) -> Visitor:
    """Price one item of the catalogue as the owner does."""
    owner.open("/office/storefront/").follow(f"/items/{sku}/")
    return owner.submit(retail=retail)


def take_money(owner: Visitor) -> None:
    """Connect the gateway and the bank account."""
    owner.open("/office/payments/methods/")
    owner.submit("/methods/card/", secret_key="sk_test_gamma")
    owner.submit("/methods/bank/", en="Ziraat Bankası, TR33 0006 1005 1978 6457 8413 26")


def choose(visitor: Visitor, product: str, offer: str, quantity: int, *add_ons: str) -> Visitor:
    """Put an order together on the product's page, offers named as their labels are, and go to the checkout."""
    visitor.open(f"/plans/{product}/")
    plan = _offer_called(visitor, "offer", offer)
    visitor.open(f"/plans/{product}/?offer={plan}")
    extras = [_offer_called(visitor, "add_ons", name) for name in add_ons]
    more: dict[str, Any] = {"add_ons": extras} if extras else {}
    return visitor.submit("/order/", offer=plan, quantity=str(quantity), **more)


def place(client: Visitor, name: str, **more: str) -> Visitor:
    """Fill in the billing details and press the button."""
    return client.submit(**{**ADDRESS, "name": name, **more})


def pay_by_card(client: Visitor, number: str) -> CardPage:
    """What happens on the gateway's page that the shop sent the client to."""
    return CardPage(client.away).pay(number)


def come_back(client: Visitor, page: CardPage) -> Visitor:
    """Back from the gateway into the shop."""
    return client.open(_without_port(page.url))


def own_link(client: Visitor) -> str:
    """The referral link on the client's overview."""
    found = re.search(r"https?://[^\s<\">]+/r/[a-z0-9]+/?", str(client.page))
    assert found, client.text
    return _without_port(found[0])


def _offer_called(visitor: Visitor, field: str, name: str) -> str:
    for box in visitor.page.find_all("input", attrs={"name": field}):
        label = visitor.page.find("label", attrs={"for": box["id"]})
        if label and name in label.get_text():
            return str(box["value"])
    raise AssertionError(f"{visitor.path} offers no {name}: {visitor.text[:1500]}")


def _without_port(address: str) -> str:
    return re.sub(r"^(https?://[^/:]+):\d+", r"\1", address)
