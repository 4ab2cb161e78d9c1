"""Runs and their pages: never two at once, a killed one is marked, and what offices read of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared_apps.agenda.consumer import consume
from shared_apps.agenda.models import Entry
from shared_apps.agenda.relay import relay_once
from shared_apps.agenda.verbs import plan_nightly
from shared_apps.isolation import runs
from shared_apps.isolation.models import IsolationRun
from shared_apps.isolation.report import Report
from shared_apps.isolation.runs import SILENCE, AlreadyRunning, TakenForDead, begin, conclude, run_between
from shared_apps.kernel import clock
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.context import acting_on_shared_data

BY = Actor.system("tests")


def report(*, leaked: str = "") -> Report:
    made = Report()
    made.probe("objects", leaked, what="GET /office/orders/1/", who="owner of probe-1")
    return made


def test_a_second_run_is_refused_until_the_first_one_falls_silent(in_shared: None):
    first = begin("a, b", by=BY)
    with pytest.raises(AlreadyRunning):
        begin("a, b", by=BY)
    IsolationRun.objects.filter(pk=first.pk).update(seen_at=now() - SILENCE - timedelta(seconds=1))
    assert begin("a, b", by=BY).is_running
    first.refresh_from_db()
    assert first.status == IsolationRun.Status.STOPPED


def test_a_run_that_found_something_is_mailed_to_the_operator(in_shared: None):
    run = conclude(begin("a, b", by=BY), report(leaked="200"))
    assert run.status == IsolationRun.Status.BROKEN
    assert Entry.objects.filter(task="notices.send_mail", key=f"isolation.broken:{run.uuid}").count() == 1


def test_a_run_without_one_probe_has_not_held(in_shared: None):
    assert conclude(begin("a, b", by=BY), Report()).status == IsolationRun.Status.BROKEN


def test_a_run_taken_for_dead_ends_where_it_is(
    in_shared: None, monkeypatch: pytest.MonkeyPatch, reseller: Any, other_reseller: Any
):
    """Slow, not killed: the next run has begun, so this one stops and its result counts for nothing."""

    def falls_silent(*_: Any, tell: Callable[[int], None], **__: Any) -> Report:
        IsolationRun.objects.update(seen_at=now() - SILENCE - timedelta(seconds=1))
        begin("a, b", by=BY)
        tell(50)
        return report()

    monkeypatch.setattr(runs, "prove", falls_silent)
    with pytest.raises(TakenForDead):
        run_between(reseller, other_reseller, by=BY)
    assert IsolationRun.objects.order_by("pk")[0].status == IsolationRun.Status.STOPPED
    assert IsolationRun.objects.filter(status="running").count() == 1


# The night -------------------------------------------------------------------------------------------


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Let the clock show a moment."""
    yield lambda moment: clock.move_by(lambda: moment - datetime.now(UTC))
    clock.move_by(timedelta)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, reseller: Any, other_reseller: Any) -> None:
    monkeypatch.setattr(runs, "probe_pair", lambda by: (reseller, other_reseller))
    monkeypatch.setattr(runs, "prove", lambda *_, **__: report())


EVENING = datetime(2031, 5, 1, 22, 0, tzinfo=UTC)
NIGHT = datetime(2031, 5, 2, 2, 30, tzinfo=UTC)


def turns() -> list[Entry]:
    return list(Entry.objects.filter(task="isolation.prove", tenant=None).order_by("due_at"))


def relayed() -> list[int]:
    """What the relay hands over now of this task, having planned the nights."""
    plan_nightly()
    handed: list[int] = []
    relay_once(handed.append)
    return [pk for pk in handed if pk in {turn.pk for turn in turns()}]


def test_the_relay_plans_one_turn_for_each_night(in_shared: None, at: Any, quick: None):
    at(EVENING)
    assert relayed() == relayed() == []
    assert [turn.due_at for turn in turns()] == [NIGHT]
    at(NIGHT + timedelta(seconds=1))
    [turn] = relayed()
    consume(turn)
    consume(turn)
    assert IsolationRun.objects.get().has_held
    assert [each.due_at for each in turns()] == [NIGHT, NIGHT + timedelta(days=1)]
    at(NIGHT + timedelta(days=1, seconds=1))
    assert len(relayed()) == 1


def test_a_turn_waits_for_a_run_that_is_alive_and_goes_on_after_one_that_was_killed(
    in_shared: None, at: Any, quick: None
):
    """Killed half way: shown as interrupted, and the next turn runs."""
    at(EVENING)
    relayed()
    at(NIGHT + timedelta(seconds=1))
    killed = begin("a, b", by=BY)
    [turn] = relayed()
    consume(turn)
    assert Entry.objects.get(pk=turn).status == Entry.Status.WAITING
    assert IsolationRun.objects.count() == 1
    at(NIGHT + SILENCE + timedelta(minutes=1))
    consume(turn)
    killed.refresh_from_db()
    assert killed.status == IsolationRun.Status.STOPPED
    assert IsolationRun.objects.latest("pk").has_held
    assert Entry.objects.get(pk=turn).status == Entry.Status.DONE


# Pages -----------------------------------------------------------------------------------------------


def test_console_and_office_tell_of_the_last_run(
    browse: Any, opal: Any, operator: Any, olga: Any, reseller: Any
):
    console, office = browse(opal, operator), browse(olga, reseller)
    assert b"No proof yet" in console.get("/console/proofs/").content
    with acting_on_shared_data():
        conclude(begin("probe-1, probe-2", by=BY), report())
    assert b"Data is separated" in console.get("/console/proofs/").content
    page = office.get("/office/security/").content
    assert b"Your data is kept apart." in page
    assert b"probe-1" not in page
    with acting_on_shared_data():
        conclude(begin("probe-1, probe-2", by=BY), report(leaked="200"))
    assert b"GET /office/orders/1/" in console.get("/console/proofs/").content
    page = office.get("/office/security/").content
    assert b"did not pass" in page
    assert b"GET /office/orders/1/" not in page


def test_a_run_is_asked_for_once(browse: Any, opal: Any, operator: Any):
    console = browse(opal, operator)
    assert console.post("/console/proofs/run/").status_code == 302
    with acting_on_shared_data():
        assert Entry.objects.filter(task="isolation.prove", status="waiting").count() == 1
        begin("a, b", by=BY)
    console.post("/console/proofs/run/")
    assert b"The proof is under way" in console.get("/console/proofs/state/").content
    with acting_on_shared_data():
        assert Entry.objects.filter(task="isolation.prove", status="waiting").count() == 1
