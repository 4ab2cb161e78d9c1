from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from shared_apps.agenda.door import run_due, schedule
from shared_apps.agenda.models import Entry
from shared_apps.kernel.clock import now
from tenants.context import acting_in, acting_on_shared_data


def test_work_is_done_once_in_its_tenant(task, reseller):
    calls = task("tests.note")
    with acting_in(reseller):
        schedule("tests.note", {"n": 1}, key="a")
    run_due()
    run_due()
    assert calls == [{"n": 1}]


def test_the_same_key_again_is_the_same_work(task, reseller):
    calls = task("tests.note")
    with acting_in(reseller):
        schedule("tests.note", {"n": 1}, key="a")
        schedule("tests.note", {"n": 2}, key="a")
    run_due()
    assert calls == [{"n": 1}]


def test_another_tenant_has_its_own_keys(task, reseller, other_reseller):
    calls = task("tests.note")
    for tenant in (reseller, other_reseller):
        with acting_in(tenant):
            schedule("tests.note", {"slug": tenant.slug}, key="a")
    run_due()
    assert sorted(call["slug"] for call in calls) == ["alpha", "beta"]


def test_shared_work_has_one_key_too(task, in_shared):
    calls = task("tests.note")
    schedule("tests.note", {"n": 1}, key="a")
    schedule("tests.note", {"n": 2}, key="a")
    run_due()
    assert calls == [{"n": 1}]


def test_a_rolled_back_verb_schedules_nothing(task, in_reseller):
    calls = task("tests.note")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        schedule("tests.note", {}, key="a")
        raise ZeroDivisionError
    run_due()
    assert calls == []


def test_what_is_due_later_waits(task, in_reseller):
    calls = task("tests.note")
    schedule("tests.note", {}, key="a", due_at=now() + timedelta(hours=1))
    run_due()
    assert calls == []


def test_a_task_of_a_closed_tenant_is_dropped(task, reseller):
    from tenants.models import Tenant

    calls = task("tests.note")
    with acting_in(reseller):
        schedule("tests.note", {}, key="a")
    with acting_on_shared_data():
        Tenant.objects.filter(pk=reseller.id).update(status=Tenant.Status.CLOSED)
    run_due()
    assert calls == []
    with acting_on_shared_data():
        assert Entry.objects.get(task="tests.note").status == Entry.Status.DONE
