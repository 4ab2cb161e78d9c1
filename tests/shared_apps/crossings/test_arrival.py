"""The token opens once, for a minute, at its target, from its source, by POST (RELIABILITY 6)."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.test import Client as Browser

from shared_apps.crossings.models import Crossing
from tenant_apps.accounts.models import Event
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import SharedEvent

from .conftest import ARRIVE, arrive_with, start, start_office, token_of


@pytest.fixture
def ticket(browse, operator, reseller, opal, olga):
    return token_of(start_office(browse(opal, operator), reseller, olga))


def only_crossing() -> Crossing:
    with acting_on_shared_data():
        return Crossing.objects.get()


def refusals(tenant) -> list[str]:
    with acting_in(tenant):
        return list(Event.objects.filter(verb="refuse arrival").values_list("reason", flat=True))


def test_it_opens_a_session_of_the_target_person(ticket, browse, operator, reseller, olga):
    browser = browse(None, reseller)
    answer = arrive_with(browser, ticket, operator)
    assert (answer.status_code, answer["Location"]) == (302, "/office/")
    page = browser.get("/office/").content.decode()
    assert "Opal Operator, you are acting for Olga Owner." in page
    assert "They called us" in page and "Look only" in page
    crossing = only_crossing()
    assert crossing.ends_at - crossing.opened_at == timedelta(minutes=30)
    with acting_on_shared_data():
        assert SharedEvent.objects.filter(subject_type="crossings.Crossing").count() == 2
    for tenant in (operator, reseller):
        with acting_in(tenant):
            assert Event.objects.filter(subject_type="crossings.Crossing").exists()


def test_the_page_that_hands_over_may_post_to_the_target_alone_and_names_its_origin(
    browse, operator, reseller, opal, olga
):
    page = start_office(browse(opal, operator), reseller, olga)
    assert "form-action 'self' https://checkout.stripe.com" in page["Content-Security-Policy"]
    assert reseller.canonical_host in page["Content-Security-Policy"]
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    plain = browse(opal, operator).get("/console/")
    assert reseller.canonical_host not in plain["Content-Security-Policy"]


def test_a_second_use_is_refused_and_written_on_both_sides(ticket, browse, operator, reseller):
    assert arrive_with(browse(None, reseller), ticket, operator).status_code == 302
    again = browse(None, reseller)
    assert arrive_with(again, ticket, operator).status_code == 403
    assert again.get("/office/").status_code == 302
    assert refusals(reseller) == refusals(operator) == ["used"]


def test_after_a_minute_it_is_refused(ticket, browse, operator, reseller):
    with acting_on_shared_data():
        Crossing.objects.update(token_until=only_crossing().token_until - timedelta(seconds=61))
    assert arrive_with(browse(None, reseller), ticket, operator).status_code == 403
    assert refusals(reseller) == refusals(operator) == ["expired"]


def test_another_tenant_refuses_it(ticket, browse, operator, reseller, other_reseller):
    assert arrive_with(browse(None, other_reseller), ticket, operator).status_code == 403
    assert only_crossing().status == "ready"
    assert arrive_with(browse(None, reseller), ticket, operator).status_code == 302


def test_a_get_is_no_way_in(ticket, browse, reseller):
    assert browse(None, reseller).get(ARRIVE, {"token": ticket}).status_code == 405
    assert only_crossing().status == "ready"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://vitrine.localhost.evil.example"]
)
def test_another_origin_is_refused(ticket, origin, browse, operator, reseller):
    answer = arrive_with(browse(None, reseller), ticket, operator, HTTP_ORIGIN=origin)
    assert answer.status_code == 403
    assert refusals(reseller) == refusals(operator) == ["origin"]


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c", "\x00"])
def test_what_nobody_signed_is_refused_without_a_trace(token, browse, operator, reseller):
    assert arrive_with(browse(None, reseller), token, operator).status_code == 403
    assert refusals(reseller) == []


def test_a_new_token_makes_the_old_one_worthless(ticket, browse, operator, reseller, opal):
    from shared_apps.crossings.verbs import issue_token

    with acting_in(operator):
        newer = issue_token(only_crossing(), by=opal.actor)
    assert arrive_with(browse(None, reseller), ticket, operator).status_code == 403
    assert arrive_with(browse(None, reseller), newer, operator).status_code == 302


def test_nobody_crosses_from_a_crossing(into_office, carls_client, carl, reseller):
    """Nesting: Opal, who acts for Olga, may not log in as her client."""
    browser = into_office()
    answer = start(browser, carls_client, carl)
    assert answer.status_code == 403
    assert "Only the person themselves" in answer.content.decode()
    with acting_on_shared_data():
        assert Crossing.objects.count() == 1


def test_only_who_may_starts(
    browse, reseller, operator, adel, sam, olga, carl, carls_client, peer, other_reseller
):
    for stranger, tenant, status in (
        (adel, reseller, 403),
        (sam, reseller, 404),
        (peer, other_reseller, 404),
    ):
        assert start(browse(stranger, tenant), carls_client, carl).status_code == status
    assert start_office(browse(olga, reseller), reseller, olga).status_code == 404
    with acting_on_shared_data():
        assert not Crossing.objects.exists()


def test_whom_it_is_for_is_one_of_the_targets_people(
    browse, reseller, operator, opal, peer, olga, carls_client, sam
):
    assert start_office(browse(opal, operator), reseller, peer).status_code == 200
    assert start(browse(olga, reseller), carls_client, sam).status_code == 200
    with acting_on_shared_data():
        assert not Crossing.objects.exists()


def test_who_lost_the_permission_meanwhile_is_refused(ticket, browse, operator, reseller, opal):
    with acting_in(operator):
        opal.role = "reviewer"
        opal.save()
    assert arrive_with(browse(None, reseller), ticket, operator).status_code == 403
    assert refusals(reseller) == ["not entitled"]


@pytest.mark.django_db(transaction=True)
def test_of_arrivals_at_once_one_wins(browse, operator, reseller, opal, olga):
    token = token_of(start_office(browse(opal, operator), reseller, olga))
    gate, statuses = Barrier(4), []

    def go() -> None:
        from django.db import connections

        browser = Browser(HTTP_HOST=reseller.canonical_host)
        gate.wait()
        statuses.append(arrive_with(browser, token, operator).status_code)
        connections.close_all()

    threads = [Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, 403, 403, 403]
