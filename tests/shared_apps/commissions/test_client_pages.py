"""The member's five pages and the way from the account-credit button to a request."""

from __future__ import annotations

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from shared_apps.commissions.models import PayoutMethod, Withdrawal
from shared_apps.commissions.verbs import approve_withdrawal, code_for, pay_withdrawal, reject_withdrawal
from tenants.context import acting_in

from .story import CARD, SHEBA, TURKISH_IBAN, bring, buy, method_of, rich, withdraw

PAGES = ["", "methods/", "earnings/", "withdrawals/", "withdrawals/new/", "payments/"]


def url(page: str = "") -> str:
    return f"/my/affiliate/{page}"


def text_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.fixture
def carls(browse, carl, reseller):
    return browse(carl, reseller)


@pytest.fixture
def member(reseller, carl, sam):
    """Carl with 1,000.00 available, 100.00 on hold and a card."""
    with acting_in(reseller):
        rich(carl, sam, 100_000)
        buy(bring(carl, sam), 50_000)
        return method_of(carl)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_it_is_when_it_is_empty(carls, page) -> None:
    answer = carls.get(url(page))
    assert answer.status_code == 200
    assert BeautifulSoup(answer.content, "html.parser").select(".empty, form, dl")


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_asked_to(browse, reseller, page) -> None:
    answer = browse(None, reseller).get(url(page))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("page", PAGES)
def test_staff_and_strangers_find_nothing(browse, olga, peer, reseller, other_reseller, page) -> None:
    assert browse(olga, reseller).get(url(page)).status_code == 404
    assert browse(peer, other_reseller).get(url(page)).status_code == 404


def test_the_menu_has_the_five_pages_in_order(carls) -> None:
    menu = BeautifulSoup(carls.get(url()).content, "html.parser").select("nav.tabs a")
    assert [item.get_text(strip=True) for item in menu] == [
        "Overview",
        "Payment configuration",
        "Earnings history",
        "Withdrawal requests",
        "Payment history",
    ]


def test_the_overview_shows_income_people_link_and_credit(carls, member, carl, reseller) -> None:
    page = BeautifulSoup(carls.get(url()).content, "html.parser")
    with acting_in(reseller):
        code = code_for(carl.uuid).code
    assert page.select_one("[data-copy]")["data-copy"].endswith(f"/r/{code}/")
    button = page.select_one('.head a[href="/my/affiliate/withdrawals/new/"]')
    assert button.get_text(" ", strip=True) == "Account credit ₺1,000.00"
    figures = [one.get_text(strip=True) for one in page.select(".kpi .value")]
    assert figures == ["₺1,000", "₺100", "₺0", "₺0"]
    assert "S. S." in page.get_text()


def test_nobody_sees_the_names_or_addresses_of_those_they_sent(carls, member) -> None:
    for page in PAGES:
        shown = text_of(carls.get(url(page)))
        assert "sam@example.com" not in shown
        assert "Sam Stranger" not in shown


def test_another_members_money_and_methods_are_not_shown(browse, sam, reseller, member) -> None:
    sams = browse(sam, reseller)
    assert "1111" not in text_of(sams.get(url("methods/")))
    assert "No earnings yet" in text_of(sams.get(url("earnings/")))


def test_the_earnings_history_has_a_row_for_each_purchase(carls, member) -> None:
    rows = BeautifulSoup(carls.get(url("earnings/")).content, "html.parser").select("tbody tr")
    assert len(rows) == 2
    # 20 % of 500.00 on hold, 20 % of 5,000.00 available.
    assert "₺100.00" in rows[0].get_text()
    assert "On hold" in rows[0].get_text()
    assert "₺1,000.00" in rows[1].get_text()
    assert "Available" in rows[1].get_text()


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [("card", "۴۱۱۱ ۱۱۱۱ ۱۱۱۱ ۱۱۱۱", "•••• 1111"), ("iban", SHEBA.lower(), "IR•••• 3007")],
)
def test_a_payout_method_is_added_and_shown_masked(carls, kind, number, shown) -> None:
    typed = {"kind": kind, "number": number, "holder": "Carl Client"}
    assert carls.post(url("methods/"), typed)["Location"] == url("methods/")
    page = carls.get(url("methods/")).content.decode()
    assert shown in page
    assert CARD not in page
    assert SHEBA not in page


def test_account_credit_needs_no_number(carls) -> None:
    assert carls.post(url("methods/"), {"kind": "credit"}).status_code == 302
    assert "Account credit" in text_of(carls.get(url("methods/")))


def test_a_form_sent_twice_adds_one_method(carls, reseller) -> None:
    for _ in range(2):
        carls.post(url("methods/"), {"kind": "card", "number": CARD, "holder": "Carl"})
    with acting_in(reseller):
        assert PayoutMethod.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"kind": "card", "number": "4111111111111112", "holder": "Carl"}, "valid card number"),
        ({"kind": "iban", "number": "IR58", "holder": "Carl"}, "valid IBAN"),
        ({"kind": "card", "number": "", "holder": "Carl"}, "This field is required"),
        ({"kind": "card", "number": CARD, "holder": ""}, "This field is required"),
        ({"kind": "cash", "number": CARD, "holder": "Carl"}, "valid choice"),
        ({"kind": "card", "number": CARD, "holder": "Carl\nBcc: x"}, "single line"),
        ({}, "This field is required"),
    ],
)
def test_a_wrong_method_is_refused_and_nothing_is_lost(carls, reseller, typed, wrong) -> None:
    answer = carls.post(url("methods/"), typed)
    assert answer.status_code == 422
    assert wrong in text_of(answer)
    if typed.get("number"):
        assert typed["number"] in answer.content.decode()
    with acting_in(reseller):
        assert not PayoutMethod.objects.exists()


def test_a_method_is_removed(carls, member) -> None:
    assert carls.post(url(f"methods/{member.uuid}/removal/")).status_code == 302
    assert "No payout method yet" in text_of(carls.get(url("methods/")))


def test_another_members_method_cannot_be_removed(browse, sam, reseller, member) -> None:
    assert browse(sam, reseller).post(url(f"methods/{member.uuid}/removal/")).status_code == 404
    with acting_in(reseller):
        assert PayoutMethod.objects.get().removed_at is None


def ask(browser, method, amount="400", **changes):
    typed = {"amount": amount, "method": str(method.uuid), "request_key": str(uuid4()), **changes}
    return browser.post(url("withdrawals/new/"), typed)


def test_a_request_is_recorded_and_listed(carls, member) -> None:
    assert ask(carls, member, "400.50")["Location"] == url("withdrawals/")
    shown = text_of(carls.get(url("withdrawals/")))
    assert "₺400.50" in shown
    assert "Requested" in shown
    # 1,000.00 - 400.50.
    assert "₺599.50" in text_of(carls.get(url()))


def test_the_form_offers_what_is_available_and_names_the_limits(carls, member) -> None:
    page = BeautifulSoup(carls.get(url("withdrawals/new/")).content, "html.parser")
    assert page.select_one("input[name=amount]")["value"] == "1,000"
    assert "At least ₺250, at most ₺1,000." in page.get_text()


def test_a_request_sent_twice_asks_once(carls, member, reseller) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert ask(carls, member, "700", request_key=key).status_code == 302
    with acting_in(reseller):
        assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "wrong"),
    [
        ("1000.01", "₺1,000.00 is available"),
        ("249.99", "must be at least ₺250"),
        ("0", "at least"),
        ("-400", "at least"),
        ("1e3", "Enter an amount"),
        ("NaN", "Enter an amount"),
        ("", "This field is required"),
        ("99999999999999999999", "Enter an amount"),
    ],
)
def test_a_wrong_amount_is_refused_and_nothing_is_lost(carls, member, reseller, amount, wrong) -> None:
    answer = ask(carls, member, amount, note="please hurry")
    assert answer.status_code == 422
    assert wrong in text_of(answer)
    assert "please hurry" in answer.content.decode()
    with acting_in(reseller):
        assert not Withdrawal.objects.exists()


def test_another_members_method_is_no_choice(carls, sam, member, reseller) -> None:
    with acting_in(reseller):
        foreign = method_of(sam, "iban", TURKISH_IBAN)
    assert ask(carls, foreign).status_code == 422


def test_fields_that_are_nobodys_business_are_ignored(carls, member, carl, sam, reseller) -> None:
    ask(carls, member, status="paid", person_uuid=str(sam.uuid), currency="USD", tenant="2")
    with acting_in(reseller):
        made = Withdrawal.objects.get()
        assert (made.status, made.person_uuid, made.currency) == ("requested", carl.uuid, "TRY")


def test_without_a_method_the_form_leads_to_the_configuration(browse, carl, sam, reseller) -> None:
    with acting_in(reseller):
        rich(carl, sam, 100_000)
    assert "Add a payout method" in text_of(browse(carl, reseller).get(url("withdrawals/new/")))


def test_a_rejection_shows_its_reason_and_a_payment_its_reference(
    carls, member, carl, olga, reseller
) -> None:
    with acting_in(reseller):
        reject_withdrawal(withdraw(carl, 30_000, member), reason="Please use your own card.", by=olga.actor)
        paid = withdraw(carl, 40_000, member)
        approve_withdrawal(paid, by=olga.actor)
        pay_withdrawal(paid, reference="TR-77", by=olga.actor)
    assert "Please use your own card." in text_of(carls.get(url("withdrawals/")))
    payments = text_of(carls.get(url("payments/")))
    assert "TR-77" in payments
    assert "₺400.00" in payments


@pytest.mark.parametrize("page", ["", "earnings/", "withdrawals/", "payments/", "methods/"])
def test_a_list_costs_the_same_however_long_it_is(
    carls, member, carl, sam, olga, reseller, django_assert_max_num_queries, page
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with acting_in(reseller):
        settle(carl, member, olga)
    carls.get(url(page))
    with CaptureQueriesContext(connection) as few:
        carls.get(url(page))
    with acting_in(reseller):
        rich(carl, sam, 500_000)
        for _ in range(5):
            bring(carl, sam)
            settle(carl, member, olga)
    with django_assert_max_num_queries(len(few)):
        carls.get(url(page))


def settle(person, method, staff) -> None:
    withdrawal = withdraw(person, 30_000, method)
    approve_withdrawal(withdrawal, by=staff.actor)
    pay_withdrawal(withdrawal, reference="1", by=staff.actor)
