"""A plan with a trial: 15 days free, then an invoice, and the service waits until that is paid.

10 March 2026 ordered · 25 March the trial ends · 27 March paid · until 27 April active.
"""

from __future__ import annotations

import pytest

from shared_apps.agenda.door import run_due
from tests.journeys import chapters
from tests.journeys.card_page import CARD
from tests.journeys.chapters import SHOP, TESS
from tests.journeys.conftest import Calendar
from tests.journeys.letterbox import newest
from tests.journeys.postman import Postman
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_trial_ends_and_goes_on_when_paid(shop: Visitor, calendar: Calendar, postman: Postman) -> None:
    calendar.turn_to("2026-03-10")
    tess = begin_trial()
    tess.open("/my/services/").follow("/my/services/<uuid>/").says("You are trying this out", "Mar 25, 2026")
    calendar.turn_to("2026-03-24")
    tess.open(tess.path).says("You are trying this out")
    calendar.turn_to("2026-03-25", hour=10)
    tess.open(tess.path).says("This service waits for its payment")
    newest(TESS, about="480.00")
    calendar.turn_to("2026-03-27")
    pay_invoice(tess, postman)
    tess.open("/my/services/").follow("/my/services/<uuid>/").says("Active", "Apr 27, 2026")


def begin_trial() -> Visitor:
    """Three seats; nothing is due today."""
    tess = Visitor(SHOP)
    chapters.choose(tess, "workplace", "Standard", 3)
    tess.follow("/accounts/signup/")
    chapters.sign_up(SHOP, "Tess Trial", TESS, by=tess)
    tess.says("Try it free for 15 days")
    chapters.place(tess, "Tess Trial", start="trial")
    assert tess.path.startswith("/my/orders/")
    run_due()
    return tess


def pay_invoice(tess: Visitor, postman: Postman) -> None:
    """3 seats × 160.00."""
    tess.open("/my/invoices/").follow("/my/invoices/<uuid>/").says("480.00")
    tess.submit("/payment/", method="stripe")
    chapters.pay_by_card(tess, CARD)
    assert postman.hand_in(postman.letter("checkout.session.completed")) == 200
    run_due()
