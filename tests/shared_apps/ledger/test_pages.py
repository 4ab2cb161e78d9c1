"""The ledger's pages: a reseller's own, and the operator's over all."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.kernel.money import Money
from shared_apps.ledger.door import Refund, Sale, post_refund, post_sale
from tenants.context import acting_in

OFFICE, CONSOLE = "/office/ledger/", "/console/ledger/"


def sell(tenant, number: str, minor: int = 100_000, at: datetime | None = None) -> Sale:
    with acting_in(tenant):
        zero = Money(0, tenant.currency)
        sale = Sale(
            invoice_uuid=uuid4(),
            invoice_number=number,
            retail=Money(minor, tenant.currency),
            gateway="stripe",
            gateway_fee=zero,
            wholesale=Money(minor // 2, tenant.currency),
            commission=zero,
            at=at,
        )
        post_sale(sale)
    return sale


def refund(tenant, sale: Sale, minor: int) -> None:
    with acting_in(tenant):
        amount = Money(minor, tenant.currency)
        post_refund(Refund(uuid4(), sale.invoice_uuid, sale.invoice_number, amount, "stripe"))


def page_of(answer) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def text_of(answer) -> str:
    return " ".join(page_of(answer).get_text(" ").split())


def test_an_empty_ledger_says_so(browse, olga, reseller, opal, operator) -> None:
    for page in (browse(olga, reseller).get(OFFICE), browse(opal, operator).get(CONSOLE)):
        assert "Nothing has been posted yet" in text_of(page)


def test_entries_are_shown_with_their_legs_and_balances(browse, olga, reseller) -> None:
    sale = sell(reseller, "2026-0007")
    refund(reseller, sale, 25_000)
    shown = text_of(browse(olga, reseller).get(OFFICE))
    assert "Sale 2026-0007" in shown
    assert "Refund 2026-0007" in shown
    # 1,000.00 - 250.00 received; 500.00 - 125.00 owed.
    assert "Received through a gateway stripe ₺750.00" in shown
    assert "Owed to the operator ₺375.00" in shown


def test_a_reseller_sees_its_own_entries_alone(browse, olga, peer, reseller, other_reseller) -> None:
    sell(reseller, "ALPHA-1")
    sell(other_reseller, "BETA-1")
    assert "BETA-1" not in text_of(browse(olga, reseller).get(OFFICE))
    assert "ALPHA-1" not in text_of(browse(peer, other_reseller).get(OFFICE))


def test_the_operator_sees_all_and_chooses_one(browse, opal, operator, reseller, other_reseller) -> None:
    sell(reseller, "ALPHA-1")
    sell(other_reseller, "BETA-1")
    opals = browse(opal, operator)
    both = text_of(opals.get(CONSOLE))
    assert "ALPHA-1" in both
    assert "BETA-1" in both
    one = page_of(opals.get(CONSOLE, {"tenant": "beta"}))
    assert "ALPHA-1" not in one.get_text()
    assert {tag.get_text() for tag in one.select(".tag")} == {"Beta Abr"}


def test_it_filters_by_kind(browse, olga, reseller) -> None:
    refund(reseller, sell(reseller, "2026-0007"), 100_000)
    entries = page_of(browse(olga, reseller).get(OFFICE, {"kind": "refund"})).select("td.strong")
    assert [entry.get_text(" ", strip=True) for entry in entries] == ["Refund 2026-0007"]


def test_it_filters_by_period_with_both_days_included(browse, olga, reseller) -> None:
    # Istanbul is three hours ahead: 21:30 UTC on the 9th is the 10th there.
    for number, at in (
        ("EARLY", datetime(2026, 5, 9, 20, 30, tzinfo=UTC)),
        ("FIRST", datetime(2026, 5, 9, 21, 30, tzinfo=UTC)),
        ("LAST", datetime(2026, 5, 11, 20, 30, tzinfo=UTC)),
        ("LATE", datetime(2026, 5, 11, 21, 30, tzinfo=UTC)),
    ):
        sell(reseller, number, at=at)
    shown = text_of(browse(olga, reseller).get(OFFICE, {"since": "2026-05-10", "until": "2026-05-11"}))
    assert [number for number in ("EARLY", "FIRST", "LAST", "LATE") if number in shown] == ["FIRST", "LAST"]


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday"},
        {"since": "2026-05-11", "until": "2026-05-10"},
        {"kind": "nonsense"},
        {"after": "nonsense"},
        {"before": str(uuid4())},
        {"tenant": "nonsense"},
        {"since": "9999-99-99"},
    ],
)
def test_a_strange_filter_is_answered_and_loses_nothing(
    browse, olga, opal, reseller, operator, query
) -> None:
    sell(reseller, "2026-0007")
    for page in (browse(olga, reseller).get(OFFICE, query), browse(opal, operator).get(CONSOLE, query)):
        assert "2026-0007" in text_of(page)


def test_a_filter_that_fits_nothing_says_so(browse, olga, reseller) -> None:
    sell(reseller, "2026-0007")
    assert "No entry fits" in text_of(browse(olga, reseller).get(OFFICE, {"kind": "refund"}))


def test_pages_go_on_by_key_and_keep_the_filter(browse, olga, reseller) -> None:
    for number in range(30):
        sell(reseller, f"INV-{number:02}", at=datetime(2026, 5, 1, number % 24, tzinfo=UTC))
    olgas = browse(olga, reseller)
    first = page_of(olgas.get(OFFICE, {"kind": "sale"}))
    assert len(first.select("td.strong")) == 25
    older = first.select_one("a[rel=next]")["href"]
    assert "kind=sale" in older
    second = page_of(olgas.get(OFFICE + older))
    assert len(second.select("td.strong")) == 5
    back = page_of(olgas.get(OFFICE + second.select_one("a[rel=prev]")["href"]))
    assert [one.get_text() for one in back.select("td.strong")] == [
        one.get_text() for one in first.select("td.strong")
    ]


def test_who_may_see_them(browse, reseller, operator, other_reseller, carl, adel, peer, opal) -> None:
    assert browse(None, reseller).get(OFFICE).status_code == 302
    assert browse(carl, reseller).get(OFFICE).status_code == 404
    assert browse(adel, reseller).get(OFFICE).status_code == 403
    assert browse(None, operator).get(CONSOLE).status_code == 302
    assert browse(peer, other_reseller).get(CONSOLE).status_code == 404
    assert browse(opal, operator).get(OFFICE).status_code == 404


def test_it_rejects_post(browse, olga, opal, reseller, operator) -> None:
    assert browse(olga, reseller).post(OFFICE).status_code == 405
    assert browse(opal, operator).post(CONSOLE).status_code == 405


def test_a_page_costs_the_same_however_much_was_posted(browse, olga, opal, reseller, operator) -> None:
    for browser, address in ((browse(olga, reseller), OFFICE), (browse(opal, operator), CONSOLE)):
        sell(reseller, "FIRST")
        browser.get(address)
        with CaptureQueriesContext(connection) as few:
            browser.get(address)
        for number in range(5):
            refund(reseller, sell(reseller, f"INV-{number}"), 100)
        with CaptureQueriesContext(connection) as many:
            browser.get(address)
        assert len(many) == len(few)
