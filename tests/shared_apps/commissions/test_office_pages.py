"""The office: terms, members, and the queue of withdrawals."""

from __future__ import annotations

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.commissions.models import Withdrawal
from shared_apps.commissions.verbs import approve_withdrawal, code_for
from shared_apps.kernel.history import history_of
from tenants.context import acting_in

from .story import CARD, method_of, rich, standing, withdraw


def text_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.fixture
def olgas(browse, olga, reseller):
    return browse(olga, reseller)


@pytest.fixture
def asked(reseller, carl, sam) -> Withdrawal:
    with acting_in(reseller):
        rich(carl, sam, 100_000)
        return withdraw(carl, 40_000)


def one(asked: Withdrawal, step: str = "") -> str:
    return f"/office/withdrawals/{asked.uuid}/{step}"


def state(asked: Withdrawal, reseller) -> str:
    with acting_in(reseller):
        return Withdrawal.objects.get(pk=asked.pk).status


STEPS = ["approval/", "rejection/", "payment/", "destination/"]


@pytest.mark.parametrize("step", STEPS)
def test_strangers_clients_and_advisors_decide_nothing(
    browse, asked, reseller, other_reseller, carl, sam, adel, peer, step
) -> None:
    typed = {"reason": "x", "reference": "1"}
    assert browse(None, reseller).post(one(asked, step), typed).status_code == 302
    for person in (carl, sam):
        assert browse(person, reseller).post(one(asked, step), typed).status_code == 404
    assert browse(adel, reseller).post(one(asked, step), typed).status_code == 403
    assert browse(peer, other_reseller).post(one(asked, step), typed).status_code == 404
    assert state(asked, reseller) == "requested"


@pytest.mark.parametrize("page", ["/office/affiliates/", "/office/withdrawals/"])
def test_pages_are_for_those_who_may(browse, reseller, carl, adel, page) -> None:
    assert browse(None, reseller).get(page).status_code == 302
    assert browse(carl, reseller).get(page).status_code == 404
    assert browse(adel, reseller).get(page).status_code == 403


@pytest.mark.parametrize("step", STEPS)
def test_decisions_reject_get(olgas, asked, step) -> None:
    assert olgas.get(one(asked, step)).status_code == 405


@pytest.mark.parametrize("step", ["", *STEPS])
def test_an_unknown_withdrawal_is_not_found(olgas, step) -> None:
    address = f"/office/withdrawals/{uuid4()}/{step}"
    assert (olgas.post if step else olgas.get)(address).status_code == 404


def test_another_resellers_queue_is_another_queue(browse, peer, other_reseller, asked) -> None:
    peers = browse(peer, other_reseller)
    assert "Carl" not in text_of(peers.get("/office/withdrawals/"))
    assert peers.get(one(asked)).status_code == 404


def test_from_the_queue_to_the_payout(olgas, asked, reseller, carl) -> None:
    assert "Carl Client" in text_of(olgas.get("/office/withdrawals/"))
    assert olgas.post(one(asked, "approval/"))["Location"] == one(asked)
    assert "Carl Client" in text_of(olgas.get("/office/withdrawals/?status=approved"))
    olgas.post(one(asked, "payment/"), {"reference": "TR-77"})
    assert state(asked, reseller) == "paid"
    page = text_of(olgas.get(one(asked)))
    assert "TR-77" in page
    assert "Olga Owner" in page
    with acting_in(reseller):
        assert standing(carl)["paid"] == 40_000


def test_a_rejection_with_its_reason(olgas, asked, reseller, carl) -> None:
    olgas.post(one(asked, "rejection/"), {"reason": "The name does not match."})
    assert "The name does not match." in text_of(olgas.get(one(asked)))
    with acting_in(reseller):
        assert standing(carl)["available"] == 100_000


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_rejection_without_a_fit_reason_is_refused(olgas, asked, reseller, reason) -> None:
    assert olgas.post(one(asked, "rejection/"), {"reason": reason}).status_code == 422
    assert state(asked, reseller) == "requested"


def test_a_payout_without_reference_is_refused(olgas, asked, reseller) -> None:
    olgas.post(one(asked, "approval/"))
    assert olgas.post(one(asked, "payment/"), {"reference": ""}).status_code == 422
    assert state(asked, reseller) == "approved"


def test_a_button_pressed_twice_says_where_it_stands(olgas, asked, reseller) -> None:
    olgas.post(one(asked, "approval/"))
    assert "has moved on" in text_of(olgas.post(one(asked, "approval/"), follow=True))
    assert state(asked, reseller) == "approved"


def test_the_number_is_masked_until_somebody_who_pays_asks_for_it(olgas, asked, reseller, olga) -> None:
    assert CARD not in olgas.get(one(asked)).content.decode().replace(" ", "")
    assert olgas.post(one(asked, "destination/")).status_code == 403
    olgas.post(one(asked, "approval/"))
    assert "4111 1111 1111 1111" in text_of(olgas.post(one(asked, "destination/")))
    with acting_in(reseller):
        event = history_of(Withdrawal.objects.get(pk=asked.pk).method).first()
    assert (event.verb, event.actor_label) == ("reveal payout number", str(olga))


def test_each_tab_counts_and_shows_its_own(olgas, asked) -> None:
    page = BeautifulSoup(olgas.get("/office/withdrawals/?status=paid").content, "html.parser")
    assert [tab.get_text(" ", strip=True) for tab in page.select("nav.tabs a")] == [
        "Requested 1",
        "Approved 0",
        "Paid 0",
        "Rejected 0",
        "Returned by the bank 0",
        "All 1",
    ]
    assert "Nothing here" in page.get_text()


@pytest.mark.parametrize("query", ["status=nonsense", "after=nonsense", "before=%00", "status=paid&after=1"])
def test_strange_queries_show_a_page(olgas, asked, query) -> None:
    assert olgas.get(f"/office/withdrawals/?{query}").status_code == 200


def test_members_are_listed_with_what_they_brought(olgas, asked) -> None:
    page = BeautifulSoup(olgas.get("/office/affiliates/").content, "html.parser")
    (row,) = page.select("tbody tr")
    cells = [cell.get_text(" ", strip=True) for cell in row.select("td")]
    # One visitor, one client, 1,000.00 earned, 400.00 of it reserved.
    assert cells[0].startswith("C Carl Client")
    assert cells[2:] == ["1", "1", "₺1,000.00", "₺600.00"]


def test_members_are_searched_by_name_and_code(olgas, asked, reseller, carl) -> None:
    with acting_in(reseller):
        code = code_for(carl.uuid).code
    for wanted in ("carl", code.upper()):
        assert "Carl Client" in text_of(olgas.get("/office/affiliates/", {"q": wanted}))
    assert "Nobody fits" in text_of(olgas.get("/office/affiliates/", {"q": "zzz"}))


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 5000, "after=%00", "before=nobody"])
def test_strange_searches_show_a_page(olgas, asked, query) -> None:
    assert olgas.get(f"/office/affiliates/?{query}").status_code == 200


def test_an_office_without_members_says_how_they_come(olgas) -> None:
    assert "Nobody has a link yet" in text_of(olgas.get("/office/affiliates/"))


def test_a_manager_approves_and_does_not_pay(browse, adel, asked, reseller) -> None:
    with acting_in(reseller):
        adel.role = "manager"
        adel.save()
    managers = browse(adel, reseller)
    assert managers.post(one(asked, "approval/")).status_code == 302
    assert managers.post(one(asked, "payment/"), {"reference": "1"}).status_code == 403
    assert state(asked, reseller) == "approved"


@pytest.mark.parametrize("page", ["/office/affiliates/", "/office/withdrawals/"])
def test_a_list_costs_the_same_however_long_it_is(
    olgas, asked, reseller, carl, sam, olga, adel, page
) -> None:
    olgas.get(page)
    with CaptureQueriesContext(connection) as few:
        olgas.get(page)
    with acting_in(reseller):
        method = method_of(carl)
        for _ in range(2):
            approve_withdrawal(withdraw(carl, 25_000, method), by=olga.actor)
        rich(carl, sam, 100_000)
        for _ in range(3):
            withdraw(carl, 25_000, method)
        for person in (sam, olga, adel):
            code_for(person.uuid, name=person.name)
    with CaptureQueriesContext(connection) as many:
        olgas.get(page)
    assert len(many) == len(few)
