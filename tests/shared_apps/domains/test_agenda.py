"""When domains are looked at: quickly after a click, once a day otherwise, and only by the latest plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.verbs import recheck, release
from shared_apps.kernel.clock import now
from tenants.context import acting_in, acting_on_shared_data
from tests.zones import Zones

from .conftest import BY, Yard

HOST = "shop.acme.example"


def reread(domain: OwnDomain) -> OwnDomain:
    with acting_on_shared_data():
        domain.refresh_from_db()
    return domain


def wait_of(domain: OwnDomain) -> timedelta:
    reread(domain)
    assert domain.next_check_at is not None
    return domain.next_check_at - now()


def minutes(domain: OwnDomain) -> int:
    return round(wait_of(domain).total_seconds() / 60)


def test_the_agenda_finds_the_records_by_itself(alphas: Yard, later: Any) -> None:
    domain = alphas.claim(HOST)
    alphas.prove(domain)
    alphas.route(domain)
    later(minutes=2)
    run_due()
    reread(domain)
    assert domain.status == "active"


def test_a_fresh_claim_is_looked_at_often_and_then_daily(alphas: Yard, later: Any) -> None:
    domain = alphas.claim(HOST)
    waits = [minutes(domain)]
    for _ in range(4):
        later(minutes=waits[-1], seconds=1)
        run_due()
        waits.append(minutes(domain))
    assert waits == [1, 5, 15, 60, 60]
    later(days=3)
    run_due()
    assert timedelta(hours=22) <= wait_of(domain) <= timedelta(hours=26)


def test_a_claim_that_nobody_proves_is_left_alone_after_a_month(alphas: Yard, later: Any) -> None:
    domain = alphas.claim(HOST)
    later(days=31)
    run_due()
    reread(domain)
    assert domain.next_check_at is None
    with acting_in(alphas.tenant):
        recheck(domain, by=BY)
    assert minutes(domain) == 5


def test_a_click_begins_the_quick_looks_anew_and_earlier_plans_do_nothing(
    alphas: Yard, later: Any, zones: Zones
) -> None:
    domain = alphas.claim(HOST)
    later(days=4)
    run_due()
    assert wait_of(domain) > timedelta(hours=20)
    with acting_in(alphas.tenant):
        recheck(domain, by=BY)
    assert minutes(domain) == 5
    zones.asked.clear()
    later(days=2)
    run_due()
    assert zones.asked.count((f"_portal-verify.{HOST}", "TXT")) == 1


def test_one_look_is_planned_for_each_domain(alphas: Yard, later: Any) -> None:
    domain = alphas.active(HOST)
    for _ in range(3):
        later(hours=27)
        run_due()
    with acting_on_shared_data():
        waiting = Entry.objects.filter(task="domains.check", status="waiting")
        assert [entry.payload["domain"] for entry in waiting] == [str(domain.uuid)]


def test_daily_looks_are_spread_over_the_hours(alphas: Yard) -> None:
    domains = [alphas.active(f"h{number}.acme.example") for number in range(6)]
    for domain in domains:
        alphas.check(domain)
    waits = {minutes(domain) for domain in domains}
    assert len(waits) > 3
    assert min(waits) >= 22 * 60


def test_something_missing_is_looked_at_again_within_the_hour(alphas: Yard, zones: Zones) -> None:
    domain = alphas.active(HOST)
    zones.put(HOST, "CNAME")
    alphas.check(domain)
    assert wait_of(domain) <= timedelta(hours=1)


def test_what_is_given_back_is_not_looked_at(alphas: Yard, later: Any, zones: Zones) -> None:
    domain = alphas.active(HOST)
    with acting_in(alphas.tenant):
        release(domain, by=BY)
    zones.asked.clear()
    later(days=2)
    run_due()
    assert zones.asked == []


def test_a_look_that_is_delivered_twice_is_one_look(alphas: Yard, later: Any, zones: Zones) -> None:
    from shared_apps.agenda.consumer import consume

    alphas.claim(HOST)
    later(minutes=2)
    with acting_on_shared_data():
        entry = Entry.objects.get(task="domains.check").pk
    consume(entry)
    zones.asked.clear()
    consume(entry)
    assert zones.asked == []
