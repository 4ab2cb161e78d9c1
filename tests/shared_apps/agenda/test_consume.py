from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from shared_apps.agenda.consumer import MOST_ATTEMPTS, consume
from shared_apps.agenda.door import Later, schedule
from shared_apps.agenda.models import Entry
from shared_apps.agenda.relay import relay_once
from shared_apps.agenda.verbs import HANDED_LEASE, retry, return_lost, take_due
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.context import acting_in, acting_on_shared_data


def the_entry() -> Entry:
    with acting_on_shared_data():
        return Entry.objects.get(task="tests.note")


def test_a_failing_task_is_tried_again_later_and_leaves_no_effect(task, reseller):
    def fail(payload):
        schedule("tests.effect", {}, key="effect")
        raise ValueError("no")

    task("tests.note", body=fail)
    with acting_in(reseller):
        schedule("tests.note", {}, key="a")
    consume(the_entry().pk)
    entry = the_entry()
    assert (entry.status, entry.attempts) == (Entry.Status.WAITING, 1)
    assert entry.due_at > now()
    assert "ValueError: no" in entry.last_error
    with acting_on_shared_data():
        assert not Entry.objects.filter(task="tests.effect").exists()


def test_after_the_last_try_it_is_failed_and_can_be_retried(task, reseller):
    calls = task("tests.note", body=lambda payload: 1 / 0)
    with acting_in(reseller):
        schedule("tests.note", {}, key="a")
    for _ in range(MOST_ATTEMPTS + 3):
        consume(the_entry().pk)
    assert len(calls) == MOST_ATTEMPTS
    assert the_entry().status == Entry.Status.FAILED
    with acting_on_shared_data():
        assert retry(the_entry().pk, by=Actor.system("tests"))
        assert not retry(the_entry().pk, by=Actor.system("tests"))
    assert the_entry().status == Entry.Status.WAITING


def test_later_postpones_without_counting_a_failure(task, reseller):
    def wait(payload):
        raise Later(timedelta(minutes=5), "not yet")

    task("tests.note", body=wait)
    with acting_in(reseller):
        schedule("tests.note", {}, key="a")
    consume(the_entry().pk)
    assert (the_entry().attempts, the_entry().last_error) == (0, "not yet")


def test_an_outside_task_commits_its_claim_before_it_calls(task, reseller):
    seen: list[int] = []
    task("tests.note", outside=True, body=lambda payload: seen.append(the_entry().attempts))
    with acting_in(reseller):
        schedule("tests.note", {}, key="a")
    consume(the_entry().pk)
    assert seen == [1]
    assert the_entry().status == Entry.Status.DONE


@pytest.mark.django_db(transaction=True)
def test_twenty_deliveries_at_once_have_one_effect(task, reseller):
    calls = task("tests.note")
    with acting_in(reseller):
        schedule("tests.note", {}, key="a")
    pk = the_entry().pk

    def deliver() -> None:
        consume(pk)
        connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1


@pytest.mark.django_db(transaction=True)
def test_two_relays_never_take_the_same_entry(task, reseller):
    task("tests.note")
    with acting_in(reseller):
        for number in range(100):
            schedule("tests.note", {}, key=str(number))
    taken: list[int] = []

    def take() -> None:
        with acting_on_shared_data():
            while due := take_due(7):
                taken.extend(due)
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 100


def test_a_broker_that_is_away_loses_nothing(task, reseller, monkeypatch):
    from shared_apps.agenda import relay

    monkeypatch.setattr(relay, "OUTAGE_SECONDS", 0)
    task("tests.note")
    with acting_in(reseller):
        schedule("tests.note", {}, key="a")

    def away(entry: int) -> None:
        raise OSError("no broker")

    with acting_on_shared_data():
        assert relay_once(away) == 0
    assert the_entry().status == Entry.Status.WAITING


def test_what_a_dead_worker_held_is_due_again_after_the_lease(task, reseller):
    task("tests.note")
    with acting_in(reseller):
        schedule("tests.note", {}, key="a")
    with acting_on_shared_data():
        take_due(10)
        assert return_lost() == 0
        Entry.objects.update(handed_at=now() - HANDED_LEASE - timedelta(seconds=1))
        assert return_lost() == 1
    assert the_entry().status == Entry.Status.WAITING
