"""A visit goes where consent was given for, and no further (RELIABILITY 1, 7; DESIGN, "Crossings")."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared_apps.crossings.cards import Consent, Kind, Party, Status, Wish
from shared_apps.crossings.models import Crossing, CrossingStep
from shared_apps.crossings.verbs import ask, issue_token, set_consent
from shared_apps.domains.verbs import choose_address
from shared_apps.kernel.actor import NotWhileActing
from shared_apps.kernel.clock import now
from shared_apps.payments.verbs.accounts import switch
from tenant_apps.accounts.verbs import add_person, end_sessions
from tenant_apps.clients.models import Client, Contact
from tenant_apps.clients.verbs import set_access_consent
from tenants.context import acting_in, acting_on_shared_data

from .conftest import arrive_with
from .test_acting import PROFILE


def latest() -> Crossing:
    with acting_on_shared_data():
        return Crossing.objects.latest("pk")


def looks_after_both(carl, client, *, chosen: bool) -> None:
    Client.objects.filter(pk=client.pk).update(access_consent=Consent.NEVER, name="Sam's Secrets")
    Contact.objects.create(person=carl, client=client, role="owner", chosen_at=now() if chosen else None)


def test_it_stays_with_the_client_that_was_asked(
    into_client, olga, carl, carls_client, sams_client, reseller
):
    with acting_in(reseller):
        looks_after_both(carl, sams_client, chosen=True)
    browser = into_client(olga)
    assert "Secrets" not in browser.get("/my/profile/").content.decode()
    assert browser.post("/my/profile/", PROFILE).status_code == 302
    with acting_in(reseller):
        assert set(Client.objects.values_list("name", flat=True)) == {"Carl Changed", "Sam's Secrets"}


def test_a_choice_meanwhile_does_not_move_it(into_client, olga, carl, sams_client, reseller):
    with acting_in(reseller):
        looks_after_both(carl, sams_client, chosen=False)
    browser = into_client(olga, mode="read")
    with acting_in(reseller):
        Contact.objects.filter(person=carl, client=sams_client).update(chosen_at=now())
    assert "Secrets" not in browser.get("/my/profile/").content.decode()


def test_it_opens_nothing_once_the_contact_is_gone(into_client, olga, carl, sams_client, reseller):
    with acting_in(reseller):
        looks_after_both(carl, sams_client, chosen=False)
    browser = into_client(olga)
    with acting_in(reseller):
        Contact.objects.filter(person=carl).exclude(client=sams_client).delete()
    answer = browser.get("/my/profile/")
    assert answer.status_code == 403 and "Secrets" not in answer.content.decode()


def test_signing_out_everywhere_ends_visits(into_client, olga, reseller):
    browser = into_client(olga)
    with acting_in(reseller):
        boss = add_person(email="boss@example.com", name="Boss", role="owner", by=olga.actor)
        end_sessions(olga, giver=boss, by=boss.actor)
    assert latest().status == Status.ENDED
    assert "Carl" not in browser.get("/my/profile/").content.decode()


def test_never_counts_at_the_door(reseller, olga, carl, carls_client, browse):
    """Consent was read as "always" a moment before the client said never."""
    wish = Wish(
        kind=Kind.OFFICE_CLIENT,
        source=Party(reseller, olga.uuid, "Olga"),
        target=Party(reseller, carl.uuid, "Carl"),
        reason="A bill",
        client_uuid=carls_client.uuid,
    )
    with acting_in(reseller):
        set_access_consent(carls_client, Consent.NEVER, by=carl.actor)
        token = issue_token(ask(wish, consent=Consent.ALWAYS, by=olga.actor), by=olga.actor)
    assert arrive_with(browse(None, reseller), token, reseller).status_code == 403


def test_never_counts_at_the_offices_door(reseller, operator, olga, opal, browse):
    wish = Wish(
        kind=Kind.CONSOLE_OFFICE,
        source=Party(operator, opal.uuid, "Opal"),
        target=Party(reseller, olga.uuid, "Olga"),
        reason="They called",
    )
    with acting_in(reseller):
        set_consent(reseller, Consent.NEVER, by=olga.actor)
    with acting_in(operator):
        token = issue_token(ask(wish, consent=Consent.ALWAYS, by=opal.actor), by=opal.actor)
    assert arrive_with(browse(None, reseller), token, operator).status_code == 403


@pytest.mark.parametrize(
    "verb",
    [lambda by: choose_address(None, by=by), lambda by: switch("bank", is_enabled=False, by=by)],
    ids=["choose_address", "switch"],
)
def test_address_and_ways_to_pay_are_the_owners_own(verb, into_office, reseller):
    into_office()
    with acting_in(reseller), pytest.raises(NotWhileActing):
        verb(latest().actor)


def test_the_clients_mail_address_is_their_own(into_client, olga, carls_client, reseller):
    browser = into_client(olga)
    browser.post("/my/profile/", PROFILE | {"email": "thief@example.com"})
    with acting_in(reseller):
        carls_client.refresh_from_db()
    assert (carls_client.name, carls_client.email) == ("Carl Changed", "carl@example.com")


def test_an_export_holds_every_step(into_client, olga, carl, browse, reseller, monkeypatch):
    monkeypatch.setattr("shared_apps.crossings.listing.AT_ONCE", 1)
    into_client(olga)
    into_client(olga)
    with acting_on_shared_data():
        for number in range(3):
            at = now() + timedelta(seconds=number)
            CrossingStep.objects.create(
                crossing=latest(), at=at, method="GET", path=f"/my/{number}/", status=200
            )
    lines = browse(carl, reseller).get("/my/access/export/").content.decode().splitlines()
    assert len(lines) == 1 + 1 + 3
