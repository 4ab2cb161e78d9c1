"""What those who look after domains hear by mail; and the operator's word."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from shared_apps.agenda.door import run_due
from shared_apps.domains.verbs import OutOfReach, release
from tenants.context import acting_in, acting_on_shared_data
from tests.zones import Zones

from .conftest import BY, Yard

HOST = "shop.acme.example"


@pytest.fixture(autouse=True)
def _mails_to_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def sent() -> list[tuple[str, list[str]]]:
    run_due()
    found = [(message.subject, message.to) for message in mail.outbox]
    mail.outbox.clear()
    return found


def test_each_turn_is_told_to_the_owner_once(alphas: Yard, zones: Zones, later: Any) -> None:
    domain = alphas.active(HOST)
    assert [subject for subject, _ in sent()] == [f"{HOST} works"]
    zones.put(HOST, "CNAME")
    alphas.check(domain, 5)
    [(subject, to)] = sent()
    assert subject == f"Something is wrong with {HOST}"
    assert to == ["Olga Owner <olga@example.com>"]
    later(days=8)
    alphas.check(domain, 2)
    assert [subject for subject, _ in sent()] == [f"{HOST} is suspended"]


def test_the_loser_of_a_race_is_told(alphas: Yard, betas: Yard) -> None:
    betas.claim(HOST)
    alphas.verified(HOST)
    [(subject, to)] = sent()
    assert HOST in subject
    assert to == ["Peer Owner <peer@example.com>"]


def test_the_operator_stops_a_domain_and_lets_it_work_again(alphas: Yard, betas: Yard, later: Any) -> None:
    domain = alphas.active(HOST)
    sent()
    call_command("revoke_domain", HOST, reason="abuse")
    assert [subject for subject, _ in sent()] == [f"{HOST} is suspended"]
    assert Browser(HTTP_HOST=HOST).get("/").status_code == 404
    assert alphas.check(domain) == "suspended"
    with acting_in(alphas.tenant):
        release(domain, by=BY)
    for yard in (alphas, betas):
        with pytest.raises(OutOfReach):
            yard.claim(HOST)
    call_command("revoke_domain", HOST, reason="a mistake", undo=True)
    assert alphas.active(HOST)


def test_a_revocation_that_is_taken_back_is_mended_by_the_next_look(alphas: Yard, later: Any) -> None:
    domain = alphas.active(HOST)
    call_command("revoke_domain", HOST, reason="abuse")
    call_command("revoke_domain", HOST, reason="a mistake", undo=True)
    later(seconds=5)
    run_due()
    with acting_on_shared_data():
        domain.refresh_from_db()
    assert domain.status == "active"


@pytest.mark.parametrize("options", [{}, {"undo": True}])
def test_a_name_that_nobody_has_cannot_be_stopped(options: dict[str, bool], db: None) -> None:
    with pytest.raises(CommandError):
        call_command("revoke_domain", "nobody.example", reason="x", **options)
