"""What a journey stands on: loopback gateway and provisioner, a calendar, a catalogue, an open shop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from deploy.demo import catalogue
from deploy.sandbox import provisioner as provisioning
from deploy.sandbox import stripe as sandbox
from shared_apps.agenda.clock import shift
from shared_apps.agenda.door import run_due
from shared_apps.kernel import clock
from shared_apps.kernel.actor import Actor
from tenants.context import acting_on_shared_data
from tests.journeys import chapters
from tests.journeys.letterbox import newest
from tests.journeys.postman import Postman
from tests.journeys.visitor import Visitor


class Calendar:
    """The clock of the story: it stands at a day and goes on from there."""

    def turn_to(self, day: str, hour: int = 9) -> None:
        """Set the clock to an hour (UTC) of a day and let everything be done that is due by then."""
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC, hour=hour)
        ahead = moment - timezone.now()
        clock.move_by(lambda: ahead)
        run_due()


@pytest.fixture
def calendar(db: None) -> Iterator[Calendar]:
    yield Calendar()
    clock.move_by(shift)


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    """Every address that the product names leads here."""
    running = Postman()
    settings.PUBLIC_PORT = str(running.port)
    yield running
    running.stop()


@pytest.fixture
def gateway(settings: Any) -> Iterator[Any]:
    running = sandbox.serve()
    settings.STRIPE_API_BASE = running.url
    yield running
    running.stop()


@pytest.fixture
def provisioner(settings: Any) -> Iterator[Any]:
    running = provisioning.serve(secret=settings.PROVISIONER_SECRET)
    settings.PROVISIONER_URL = running.url
    yield running
    running.stop()


@pytest.fixture
def stocked(db: None) -> None:
    """The operator's catalogue is that of the demonstration."""
    with acting_on_shared_data():
        catalogue.load(Actor.system("tests"))


@pytest.fixture
def world(stocked: None, postman: Postman, gateway: Any, provisioner: Any) -> None:
    """All of it."""


@pytest.fixture
def owner(world: None, calendar: Calendar) -> Visitor:
    """Paula in her new office: she applied on 2 March 2026 and was accepted on the 3rd."""
    calendar.turn_to("2026-03-02")
    paula = chapters.apply()
    assert paula.path == "/partners/"
    newest("opal@example.com", about="Gamma Cloud")
    calendar.turn_to("2026-03-03")
    chapters.accept(chapters.sign_in(chapters.PLATFORM, "opal@example.com", "correct horse battery"))
    paula.open("/partners/").says("You are a reseller now")
    return chapters.move_in()


@pytest.fixture
def shop(owner: Visitor, calendar: Calendar) -> Visitor:
    """The shop is open: on 4 March Paula gave it its looks, its prices and its ways to be paid."""
    calendar.turn_to("2026-03-04")
    chapters.dress(owner)
    chapters.stock(owner)
    chapters.take_money(owner)
    return owner
