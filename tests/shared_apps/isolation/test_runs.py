"""Runs and their pages: never two at once, a killed one is marked, and what offices read of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.agenda.models import Entry
from shared_apps.agenda.verbs import plan_nightly
from shared_apps.isolation.models import IsolationRun
from shared_apps.isolation.report import Report
from shared_apps.isolation.runs import SILENCE, AlreadyRunning, begin, conclude
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


def test_the_night_has_one_turn_however_often_it_is_planned(in_shared: None):
    plan_nightly()
    plan_nightly()
    assert Entry.objects.filter(task="isolation.prove", tenant=None).count() == 1


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
