"""Months in a zone with summer time: Berlin changes on 28 March 2027, from 02:00 to 03:00."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant
from tests.journeys.timelines.timeline import Timeline

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def in_berlin(timeline: Timeline) -> Iterator[Timeline]:
    with acting_on_shared_data():
        Tenant.objects.filter(slug="alpha").update(time_zone="Europe/Berlin")
        moved = Tenant.objects.get(slug="alpha").record
    with acting_in(moved):
        yield Timeline(timeline.shop, timeline.client, BERLIN)


def test_the_hour_stays_the_clocks_through_the_change(in_berlin: Timeline) -> None:
    in_berlin.begin("2027-02-28 10:00")
    service = in_berlin.order(in_berlin.shop.wish("hosting-m"))
    assert in_berlin.local(service.paid_until) == "2027-03-28 10:00"
    # February has 28 days, but one hour of them is left out: 28 × 24 − 1 = 671 hours.
    assert (service.paid_until - service.paid_from).total_seconds() == pytest.approx(671 * 3600, abs=60)
    in_berlin.go_to("2027-03-28 09:00", each=in_berlin.pay_what_is_open)
    service.refresh_from_db()
    assert in_berlin.local(service.paid_until) == "2027-04-28 10:00"
    in_berlin.go_to("2027-11-01 09:00", each=in_berlin.pay_what_is_open)
    service.refresh_from_db()
    # Back to winter time on 31 October: the month to 28 November has one hour more, and ends at the same hour.
    assert in_berlin.local(service.paid_until) == "2027-11-28 10:00"


def test_an_hour_that_is_left_out_becomes_the_next_one(in_berlin: Timeline) -> None:
    in_berlin.begin("2027-02-28 02:30")
    service = in_berlin.order(in_berlin.shop.wish("hosting-m"))
    # There is no 02:30 on 28 March 2027.
    assert in_berlin.local(service.paid_until) == "2027-03-28 03:30"
    in_berlin.go_to("2027-03-27 12:00", each=in_berlin.pay_what_is_open)
    service.refresh_from_db()
    # Counted from the origin, not from the hour that was moved.
    assert in_berlin.local(service.paid_until) == "2027-04-28 02:30"
