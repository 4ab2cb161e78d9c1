"""The whole story in a real browser, in two languages: from a partner's application to a paid withdrawal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image

from tests.browser.person import Person
from tests.browser.tales import ENGLISH, PERSIAN, Tale

pytestmark = pytest.mark.browser
SitDown = Callable[[str, str], Person]
NEW_PASSWORD = "a blue kettle sings"
CARD, ASKS_BANK, DECLINED = "4242 4242 4242 4242", "4000 0000 0000 3220", "4000 0000 0000 0002"
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


@pytest.mark.parametrize("tale", [ENGLISH, PERSIAN], ids=["en", "fa"])
def test_story(tale: Tale, sit_down: SitDown) -> None:
    reviewer = sit_down("", tale.language).sign_in("admin@vitrine.example")
    paula = apply(tale, sit_down("", tale.language))
    accept(tale, reviewer)
    owner = move_in(tale, paula, sit_down(tale.slug, tale.language))
    dress(tale, owner)
    stock(tale, owner)
    take_money(tale, owner)
    cara = sign_up(tale, sit_down(tale.slug, tale.language).open("/accounts/signup/"), "cara")
    link = cara.open("/my/affiliate/").page.locator("[data-copy]").first.get_attribute("data-copy")
    assert link
    fred = buy(tale, sit_down(tale.slug, tale.language), link)
    transfer(tale, sit_down(tale.slug, tale.language), owner)
    use(tale, fred)
    look_at_the_books(tale, owner)
    wait_for_the_hold(reviewer)
    withdraw(tale, cara)
    pay_out(tale, owner)
    cara.open("/my/affiliate/payments/").sees("HAVALE-1", tale.withdrawn)


def apply(tale: Tale, paula: Person) -> Person:
    """An account, then the application. Wrong input keeps what was typed; two clicks send one."""
    paula.open("/").follow("/apply/").follow("/accounts/signup/")
    sign_up(tale, paula, "paula")
    assert paula.path == "/apply/"
    company = {
        "company_name": tale.company, "registration_number": "99", "phone": tale.phone, "street": "Moda 5",
        "city": "Moda", "postal_code": "34710", "country": tale.country, "expertise": "workplace",
        "experience": "Ten years.", "plans": "Many clients.", "slug": tale.slug, "language": tale.language,
        "currency": tale.currency,
    }  # fmt: skip
    paula.send(**company)
    assert (paula.path, paula.value("company_name")) == ("/apply/", tale.company), (
        "the terms are not accepted yet"
    )
    paula.send(terms=True, twice=True)
    assert paula.path == "/partners/"
    return paula


def sign_up(tale: Tale, person: Person, name: str) -> Person:
    """Name, address, password, the code of the mail; a wrong code first."""
    email = tale.email(name)
    person.send(name=name.title(), email=email, password1=NEW_PASSWORD)
    person.send(code="000000", button="[value=verify]")
    code = re.search(r"\d{6}", person.mail(email, about="")["subject"].translate(DIGITS))
    assert code
    return person.send(code=code[0], button="[value=verify]")


def accept(tale: Tale, reviewer: Person) -> None:
    reviewer.open("/console/").open("/console/applications/")
    reviewer.follow("/applications/<uuid>/", tale.company)
    reviewer.send("/acceptance/", twice=True)
    reviewer.open("/console/resellers/").follow("/resellers/<uuid>/", tale.company)


def move_in(tale: Tale, paula: Person, owner: Person) -> Person:
    """The welcome mail leads into the new office."""
    welcome = paula.mail(tale.email("paula"), about="/accounts/welcome/")
    owner.open(next(link for link in welcome["links"] if "/accounts/welcome/" in link))
    owner.send(password="short").send(password=NEW_PASSWORD)
    return owner.open("/office/")


def dress(tale: Tale, owner: Person) -> None:
    """Name, colour and logo: the portal wears them at once."""
    logo = io.BytesIO()
    Image.new("RGB", (96, 96), "#7c3aed").save(logo, "PNG")
    file = {"name": "logo.png", "mimeType": "image/png", "buffer": logo.getvalue()}
    owner.open("/office/brand/").send(name=tale.company, colour="#7c3aed", logo=file)
    owner.open("/").sees(tale.company)
    colour = owner.page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--brand-solid')"
    )
    assert "#7c3aed" in colour


def stock(tale: Tale, owner: Person) -> None:
    """Three offers; below the floor or above the ceiling is refused, the limit named, the price kept."""
    owner.open("/office/storefront/").follow("/items/hosting-start-m/")
    owner.send(retail=tale.too_low).sees(tale.floor)
    assert owner.value("retail") == tale.too_low
    owner.send(retail=tale.too_high).sees(tale.ceiling).photograph("office-offer")
    owner.send(retail=tale.hosting)
    owner.follow("/items/backup-m/").send(retail=tale.backups)
    owner.follow("/items/workplace-standard-m/").send(retail=tale.workplace)
    owner.sees(tale.hosting)


def take_money(tale: Tale, owner: Person) -> None:
    owner.open("/office/payments/methods/").send("/card/", secret_key=f"sk_test_{tale.slug}")
    owner.send("/bank/", **{tale.language: tale.bank})


def buy(tale: Tale, fred: Person, link: str) -> Person:
    """By Cara's link to the shop, an account on the way to the checkout, a card that the bank asks about."""
    fred.open(link)
    put_together(tale, fred)
    fred.follow("/accounts/signup/")
    sign_up(tale, fred, "fred")
    assert fred.path == "/order/checkout/"
    fred.sees(tale.total).photograph("store-checkout")
    second_tab = fred.new_tab()
    fred.send(street="Moda 5", city="Moda", postal_code="34710", method="stripe", twice=True)
    pay(fred, DECLINED)
    pay(fred, ASKS_BANK)
    fred.send(button="[value=fail]")
    pay(fred, ASKS_BANK)
    fred.send(button="[value=complete]").awaits(".banner.pos").photograph("client-payment")
    one_payment(fred)
    second_tab.goto(fred.platform.url(tale.slug, "/order/checkout/"))
    assert not second_tab.locator('form [name="method"]').count(), "what is paid is still in the cart"
    second_tab.close()
    return fred


def put_together(tale: Tale, person: Person) -> None:
    """Six of "Start" and the backups on the product's page, one choice right after the other; the total follows."""
    person.open("/plans/hosting/")
    person.page.locator('[name="quantity"]').fill("6")
    person.page.locator('[name="add_ons"]').first.check()
    person.page.locator("#order").filter(has_text=tale.total).wait_for()
    person.send("/order/")


def pay(person: Person, number: str) -> None:
    """Fill in the gateway's page."""
    person.send(number=number, expiry="12 / 34", cvc="123", name="Fred Friend")


def one_payment(fred: Person) -> None:
    """Going back to the gateway's page pays nothing twice; two clicks on the button ordered once."""
    fred.page.go_back()
    fred.page.go_back()
    fred.open("/my/orders/")
    assert fred.page.locator("tbody tr").count() == 1
    fred.open("/my/invoices/").follow("/my/invoices/<uuid>/")
    assert not fred.page.locator('form[action$="/payment/"]').count()


def transfer(tale: Tale, tess: Person, owner: Person) -> None:
    """A second client pays by bank transfer; staff approve the receipt."""
    tess.open("/plans/hosting/").send("/order/")
    tess.follow("/accounts/signup/")
    sign_up(tale, tess, "tess")
    tess.send(method="bank").sees(tale.bank.split("،")[0].split(",")[0])
    receipt = io.BytesIO()
    Image.new("RGB", (480, 320), "#e8eef4").save(receipt, "PNG")
    file = {"name": "receipt.png", "mimeType": "image/png", "buffer": receipt.getvalue()}
    tess.send("/receipt/", receipt=file)
    owner.mail(tale.email("paula"), about="/office/payments/")
    owner.open("/office/payments/").follow("/office/payments/<uuid>/")
    owner.send("/approval/", twice=True)
    tess.open(tess.path).awaits(".banner.pos")


def use(tale: Tale, fred: Person) -> None:
    """The service is set up and says how it is used; both sides have the confirmation mail."""
    fred.open("/my/services/").follow("/my/services/<uuid>/")
    fred.awaits(".badge.pos").open("/my/")
    fred.mail(tale.email("fred"), about=tale.total)
    fred.mail(tale.email("paula"), about=tale.total)


def look_at_the_books(tale: Tale, owner: Person) -> None:
    owner.open("/office/ledger/").sees(tale.total, tale.commission)
    for page in ("orders", "invoices", "services", "clients", "affiliates", "mail"):
        owner.open(f"/office/{page}/")
    owner.open("/office/")


def wait_for_the_hold(reviewer: Person) -> None:
    """The console's clock goes forward by 31 days; the hold is 30."""
    reviewer.open("/console/agenda/")
    reviewer.send("/clock/", button='[value="31"]')


def withdraw(tale: Tale, cara: Person) -> None:
    """The earning is free: more than there is is refused, two clicks ask once."""
    cara.open("/my/affiliate/earnings/").sees(tale.commission)
    cara.open("/my/affiliate/methods/").send(kind="iban", number=tale.iban[:-1] + "9", holder="Cara")
    assert cara.value("holder") == "Cara"
    cara.send(number=tale.iban)
    cara.open("/my/affiliate/").follow("/withdrawals/new/")
    cara.send(amount="9" + tale.commission).sees(tale.commission)
    cara.photograph("client-withdrawal").send(amount=tale.withdrawn, twice=True)
    assert cara.page.locator("tbody tr").count() == 1


def pay_out(tale: Tale, owner: Person) -> None:
    owner.open("/office/withdrawals/").follow("/withdrawals/<uuid>/")
    owner.send("/approval/", twice=True)
    owner.open("/office/withdrawals/?status=approved").follow("/withdrawals/<uuid>/")
    owner.send("/destination/").sees(tale.iban[:9])
    owner.send("/payment/", reference="HAVALE-1", twice=True)
    owner.mail(tale.email("cara"), about=tale.withdrawn)
