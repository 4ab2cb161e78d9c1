"""kill -9 in the middle of setting a reseller up: it goes on where it stopped (RELIABILITY 17)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection

from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from tenants.context import acting_on_shared_data

from .test_accept import accept, assert_one_of_everything

pytestmark = pytest.mark.django_db(transaction=True)

# A worker that dies for real the moment it has done (or is about to do) what `dying` names.
WORKER = """
import importlib, os, signal, django
django.setup()
module, name, when = os.environ["DYING"].split(":")
place = importlib.import_module(module)
original = getattr(place, name)
def dying(*args, **options):
    if when == "after":
        original(*args, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(place, name, dying)
from shared_apps.agenda.door import run_due
run_due()
"""


@pytest.mark.parametrize(
    "dying",
    [
        "tenants.provisioning:replay:after",
        "tenants.provisioning:finish:after",
        "shared_apps.partner_store.verbs.applications:schedule_for:after",
        "tenant_apps.accounts.commands:send_welcome:after",
        "shared_apps.agenda.consumer:_mark_done:after",
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
    database = connection.settings_dict
    host = f"{database['HOST']}:{database['PORT']}" if database["PORT"] else database["HOST"]
    login = f"{database['USER']}:{database['PASSWORD']}@" if database["PASSWORD"] else f"{database['USER']}@"
    socket = database.get("OPTIONS", {}).get("host", "")
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"postgresql://{login}{host}/{database['NAME']}"
        + (f"?host={socket}" if socket else ""),
        "DYING": dying,
    }
    worker = subprocess.run(
        [sys.executable, "-c", WORKER], env=env, capture_output=True, check=False, timeout=120
    )
    return worker.returncode == -signal.SIGKILL
