"""Tenants of the isolation proof: nobody meets them, and nothing that is theirs is shown or done."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from shared_apps.agenda.consumer import consume
from shared_apps.agenda.door import schedule_for
from shared_apps.agenda.models import Entry
from shared_apps.kernel.actor import Actor
from shared_apps.partner_store.queries import figures, resellers
from tenants.context import acting_on_shared_data
from tenants.models import Tenant
from tenants.provisioning import provision


@pytest.fixture
def probe(db: None) -> Tenant:
    with acting_on_shared_data():
        return provision(
            slug="probe-9",
            name="Probe",
            kind="reseller",
            language="en",
            currency="USD",
            country="DE",
            time_zone="UTC",
            by=Actor.system("tests"),
            is_probe=True,
        )


@pytest.fixture
def host(probe: Tenant) -> str:
    with acting_on_shared_data():
        Tenant.objects.filter(pk=probe.pk).update(status=Tenant.Status.LIVE)
        return probe.record.canonical_host


def test_a_host_of_a_probe_answers_in_the_same_process_alone(host: str):
    assert Browser(HTTP_HOST=host).get("/health/nothing/").status_code == 404
    outside = Browser(HTTP_HOST=host).get("/accounts/login/", headers={"vitrine.in_process": "1"})
    assert outside.status_code == 404
    inside: dict[str, Any] = {"vitrine.in_process": True}
    # The row says live, the schema is not there: whoever passes meets the outage and not a stranger's page.
    assert Browser(HTTP_HOST=host, **inside).get("/accounts/login/").status_code == 503


def test_the_proxy_gets_no_certificate_for_a_probe(host: str):
    assert Browser().get("/internal/ask", {"domain": host}, REMOTE_ADDR="127.0.0.1").status_code == 404


def test_no_list_and_no_figure_knows_a_probe(probe: Tenant):
    with acting_on_shared_data():
        before = figures()
        Tenant.objects.filter(pk=probe.pk).update(is_probe=False)
        assert figures().new_resellers == before.new_resellers + 1
        assert probe in resellers()
        Tenant.objects.filter(pk=probe.pk).update(is_probe=True)
        assert probe not in resellers()


def test_what_a_probe_schedules_is_never_done(probe: Tenant):
    with acting_on_shared_data():
        schedule_for(probe.pk, "no such task", {}, key="one")
        entry = Entry.objects.get(tenant_id=probe.pk)
    consume(entry.pk)
    with acting_on_shared_data():
        entry.refresh_from_db()
    assert (entry.status, entry.attempts) == ("done", 0)
