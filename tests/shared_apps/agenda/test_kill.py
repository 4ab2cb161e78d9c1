"""A real worker, a real broker and kill -9 (RELIABILITY 16)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from shared_apps.agenda.consumer import consume
from shared_apps.agenda.door import schedule
from shared_apps.agenda.models import Entry
from shared_apps.agenda.relay import relay_once
from shared_apps.agenda.verbs import HANDED_LEASE, return_lost
from shared_apps.kernel.clock import now
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in, acting_on_shared_data
from tests.database import address_of

ROOT = Path(__file__).resolve().parents[3]
WAIT_SECONDS = 60
# A database of its own on the same Redis, so that no other worker of this machine takes the task.
BROKER = f"{settings.REDIS_URL.rsplit('/', 1)[0]}/14"
MAIL = {
    "template": "account/code",
    "to": {"email": "ann@example.com"},
    "context": {"code": "1"},
    "key": "kill",
}


def server() -> psycopg.Connection:
    return psycopg.connect(address_of(settings.DATABASES["default"]["NAME"]))


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    address = address_of(settings.DATABASES["default"]["NAME"])
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--pool=solo", "--without-gossip",
         "--without-mingle", "--without-heartbeat", "--loglevel=warning"],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": address, "CELERY_BROKER_URL": BROKER}, start_new_session=True,
    )  # fmt: skip
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until_blocked(watcher: psycopg.Connection) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    while time.monotonic() < deadline:
        row = watcher.execute(blocked).fetchone()
        if row and row[0]:
            return
        time.sleep(0.1)
    pytest.fail("The worker never came to the task.")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_task_leaves_one_effect(reseller, worker):
    from config.celery import app, hand_over

    app.conf.broker_url = BROKER
    app.control.purge()
    with acting_in(reseller):
        schedule("notices.send_mail", MAIL, key="kill")
    with server() as holder, server() as watcher:
        watcher.autocommit = True
        holder.execute(f'LOCK TABLE "{reseller.schema_name}".notices_mailmessage IN EXCLUSIVE MODE')
        with acting_on_shared_data():
            relay_once(hand_over)
        wait_until_blocked(watcher)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        holder.rollback()
    with acting_in(reseller):
        assert not MailMessage.objects.filter(key="kill").exists(), "half an effect"
    with acting_on_shared_data():
        Entry.objects.filter(key="kill").update(handed_at=now() - HANDED_LEASE - timedelta(seconds=1))
        assert return_lost() == 1
        entry = Entry.objects.get(key="kill")
    for _ in range(2):
        consume(entry.pk)
    with acting_in(reseller):
        assert MailMessage.objects.filter(key="kill").count() == 1
