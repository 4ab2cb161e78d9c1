"""From a partner's application to a paid withdrawal, page by page. All amounts in Turkish lira.

The demonstration's catalogue: web hosting "Start" a month is suggested at 240.00, so wholesale 156.00
(65 %), at least 204.00 (85 %), at most 384.00 (160 %); its add-on "Extra backups" at 120.00, so wholesale 78.00.
"""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from shared_apps.agenda.door import run_due
from shared_apps.ledger import door as ledger
from tenant_apps.orders.models import Invoice
from tenants.context import acting_in, acting_on_shared_data
from tenants.hosts import tenant_at
from tests.journeys import chapters
from tests.journeys.card_page import ASKS_BANK, DECLINED
from tests.journeys.chapters import CARA, FRED, PAULA, SHOP
from tests.journeys.conftest import Calendar
from tests.journeys.letterbox import newest
from tests.journeys.postman import Postman
from tests.journeys.visitor import Visitor, fields_of

# Commits are real: hosts are forgotten and the agenda is told only after them.
pytestmark = pytest.mark.django_db(transaction=True)


def test_from_application_to_paid_withdrawal(shop: Visitor, calendar: Calendar, postman: Postman) -> None:
    """2 March applied, 9 March bought through a referral, 8 April the hold is over, the commission withdrawn."""
    calendar.turn_to("2026-03-09")
    cara = chapters.sign_up(SHOP, "Cara Client", CARA)
    cara.open("/my/affiliate/")
    link = chapters.own_link(cara)
    fred = come_by(link)
    buy(fred, postman)
    settled(fred, postman)
    figures(shop)
    earn(cara)
    calendar.turn_to("2026-04-07")
    cara.open("/my/affiliate/withdrawals/new/").says("There is not enough to withdraw yet")
    calendar.turn_to("2026-04-08", hour=10)
    withdraw(cara)
    pay_out(shop)
    cara.open("/my/affiliate/payments/").says("Apr 8, 2026", "HAVALE-1", "300.00")
    newest(CARA, about="300.00")
    with acting_on_shared_data():
        call_command("prove_ledger", stdout=io.StringIO())


def come_by(link: str) -> Visitor:
    """A friend opens the link, looks around and opens an account."""
    fred = Visitor(SHOP).open(link)
    assert fred.path == "/"
    assert fred.browser.cookies["ref"]["httponly"]
    chapters.choose(fred, "hosting", "Start", 6, "Extra backups")
    fred.follow("/accounts/signup/")
    return chapters.sign_up(SHOP, "Fred Friend", FRED, by=fred)


def buy(fred: Visitor, postman: Postman) -> None:
    """Six places and backups: the card is declined, the bank's question refused, then answered."""
    assert fred.path == "/order/checkout/"
    # 6 × 250.00 + 1 × 110.00, the add-on not being per seat.
    fred.says("1,610.00")
    chapters.place(fred, "Fred Friend", method="stripe")
    page = chapters.pay_by_card(fred, DECLINED)
    assert page.status == 402
    page.pay(ASKS_BANK).answer_bank("fail").pay(ASKS_BANK).answer_bank("complete")
    assert (
        postman.hand_in(postman.letter("checkout.session.completed"), **{"Stripe-Signature": "t=1,v1=00"})
        == 400
    )
    chapters.come_back(fred, page).says("Thank you, your payment has arrived")


def settled(fred: Visitor, postman: Postman) -> None:
    """However often the event comes, the invoice is paid once; the service tells how to use it."""
    paid = postman.letter("checkout.session.completed")
    assert [postman.hand_in(paid) for _ in range(3)] == [200, 200, 200]
    run_due()
    fred.open("/my/services/").follow("/my/services/<uuid>/")
    # A month from 9 March.
    fred.says("Active", "Start", "Extra backups", "Sign in at", "Apr 9, 2026")
    newest(FRED, about="1,610.00")
    newest(PAULA, about="1,610.00")


def figures(owner: Visitor) -> None:
    """One entry, share by share, in the office's ledger."""
    with acting_in(tenant_at(SHOP)):
        invoice = Invoice.objects.get(status=Invoice.Status.PAID)
        (sale,) = ledger.entries(str(invoice.uuid))
    assert {leg.account_kind: leg.amount.minor for leg in sale.legs} == {
        "gateway_clearing": 161_000,  # 6 × 250.00 + 110.00
        "gateway_fees": -4_699,  # 2.9 % of 1,610.00 is 46.69, and 0.30
        "wholesale_payable": -101_400,  # 6 × 156.00 + 78.00
        "affiliate_pending": -32_200,  # 20 % of 1,610.00
        "reseller_margin": -22_701,  # 1,610.00 - 46.99 - 1,014.00 - 322.00
    }
    owner.open("/office/ledger/").says("1,610.00", "46.99", "1,014.00", "322.00", "227.01")


def earn(cara: Visitor) -> None:
    """Cara sees who bought and what it earned her, on hold for 30 days."""
    cara.open("/my/affiliate/earnings/").says("1,610.00", "20%", "322.00", "Apr 8, 2026")
    newest(CARA, about="322.00")


def withdraw(cara: Visitor) -> None:
    """322.00 is there: more is refused, an IBAN with a wrong digit too; the form sent twice asks once."""
    cara.open("/my/affiliate/methods/")
    cara.submit(kind="iban", number="TR33 0006 1005 1978 6457 8413 27", holder="Cara Client")
    cara.says("This is not a valid IBAN")
    cara.submit(number="TR33 0006 1005 1978 6457 8413 26").says("Cara Client")
    cara.open("/my/affiliate/withdrawals/new/")
    cara.submit(amount="322.01").says("322.00 is available")
    form = fields_of(cara.form()) | {"amount": "300"}
    assert [cara.browser.post(cara.path, form).status_code for _ in range(2)] == [302, 302]
    cara.open("/my/affiliate/withdrawals/").says("300.00")
    assert cara.text.count("300.00") == 1


def pay_out(owner: Visitor) -> None:
    """Staff approve, look at the whole number, then pay by bank, which needs the bank's reference."""
    owner.open("/office/withdrawals/").follow("/office/withdrawals/<uuid>/").submit("/approval/")
    owner.open("/office/withdrawals/?status=approved").follow("/office/withdrawals/<uuid>/")
    owner.submit("/destination/").says("TR33 0006 1005")
    owner.submit("/payment/", reference="").says("required")
    owner.submit("/payment/", reference="HAVALE-1")
    run_due()
