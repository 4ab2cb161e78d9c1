"""kill -9 in the middle of setting a reseller up: it goes on where it stopped (RELIABILITY 17)."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from tenants.context import acting_on_shared_data
from tests.killing import dies, kill_myself

from .test_accept import accept, assert_one_of_everything

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "dying",
    [
        "tenants.provisioning:replay",
        "tenants.provisioning:finish",
        "shared_apps.partner_store.verbs.applications:schedule_for",
        "tenant_apps.accounts.commands:send_welcome",
        "shared_apps.agenda.consumer:_mark_done",
    ],
)
def test_one_tenant_one_owner_one_mail(
    application: Any, opal: Any, operator: Any, monkeypatch: Any, dying: str
) -> None:
    monkeypatch.setattr("tenants.provisioning.pool.claim", lambda kind: None)
    accept(application, opal, operator)
    assert _killed_at(dying)
    with acting_on_shared_data():
        Entry.objects.exclude(status="done").update(status="waiting", due_at="2020-01-01T00:00Z")
    run_due()
    assert_one_of_everything(application, operator)


def _killed_at(dying: str) -> bool:
    """A worker dies for real the moment it has done what `dying` names."""
    module, name = dying.split(":")
    place = importlib.import_module(module)
    original = getattr(place, name)

    def work() -> None:
        setattr(place, name, lambda *args, **options: (original(*args, **options), kill_myself()))
        run_due()

    return dies(work)
