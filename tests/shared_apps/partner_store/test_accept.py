"""Accepting: one tenant, one owner, one welcome mail, whatever breaks in between (RELIABILITY 17)."""

from __future__ import annotations

from typing import Any

import pytest

from branding.models import Brand
from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.partner_store import verbs
from shared_apps.partner_store.models import PartnerApplication
from tenant_apps.accounts.models import User
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant, TenantStatus
from tenants.provisioning import SlugTaken

pytestmark = pytest.mark.django_db(transaction=True)


def accept(application: PartnerApplication, opal: Any, operator: Any, slug: str = "gamma") -> Tenant:
    with acting_in(operator):
        return verbs.accept_application(application, slug=slug, language="en", currency="TRY", by=opal.actor)


# The pool of spare schemas, the mails that are deleted when they are old, the trial of the reseller's own plan.
ALWAYS_AHEAD = (
    "partner_store.refill_pool",
    "notices.forget",
    "partner_store.end_trial",
    "partner_store.remind_of_trial",
)


def wake() -> None:
    """Make everything that was put off due now."""
    with acting_on_shared_data():
        Entry.objects.filter(status="waiting").update(due_at="2020-01-01T00:00Z")


def assert_one_of_everything(application: PartnerApplication, operator: Any) -> None:
    with acting_on_shared_data():
        application.refresh_from_db()
        tenant = Tenant.objects.get(slug="gamma")
        assert tenant.status == TenantStatus.LIVE
        assert Brand.objects.get(tenant=tenant).name == "Gamma Cloud"
        assert application.tenant_id == tenant.pk
        assert application.owner_invited_at is not None
        left = Entry.objects.exclude(status="done").exclude(task__in=ALWAYS_AHEAD)
        assert not left.exists()
        record = tenant.record
    with acting_in(record):
        owner = User.objects.get()
        assert (owner.email, owner.role, owner.has_usable_password()) == ("paula@example.com", "owner", False)
        assert list(MailMessage.objects.values_list("template", "status")) == [("account/welcome", "sent")]
    with acting_in(operator):
        assert MailMessage.objects.filter(template="partner_store/accepted").count() == 1


def test_the_company_becomes_a_reseller(application: Any, opal: Any, operator: Any) -> None:
    tenant = accept(application, opal, operator)
    assert (tenant.name, tenant.currency, tenant.country, tenant.time_zone) == (
        "Gamma Cloud",
        "TRY",
        "TR",
        "Europe/Istanbul",
    )
    run_due()
    assert_one_of_everything(application, operator)


def test_running_everything_twice_changes_nothing(application: Any, opal: Any, operator: Any) -> None:
    accept(application, opal, operator)
    run_due()
    with acting_on_shared_data():
        Entry.objects.update(status="waiting")
    run_due()
    assert_one_of_everything(application, operator)


def test_a_crash_before_the_commit_leaves_nothing(
    application: Any, opal: Any, operator: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(verbs.applications, "save_brand", _crash)
    with pytest.raises(Crash):
        accept(application, opal, operator)
    with acting_on_shared_data():
        assert not Tenant.objects.filter(slug="gamma").exists()
        assert PartnerApplication.objects.get().status == "submitted"
    monkeypatch.undo()
    accept(application, opal, operator)
    run_due()
    assert_one_of_everything(application, operator)


@pytest.mark.parametrize(
    "broken",
    [
        "tenants.provisioning.finish",
        "shared_apps.partner_store.verbs.applications.run",
        "tenant_apps.accounts.commands.send_welcome",
    ],
)
def test_a_crash_in_any_step_is_made_good(
    application: Any, opal: Any, operator: Any, monkeypatch: Any, broken: str
) -> None:
    monkeypatch.setattr("tenants.provisioning.pool.claim", lambda kind: None)
    accept(application, opal, operator)
    monkeypatch.setattr(broken, _crash)
    run_due()
    with acting_on_shared_data():
        application.refresh_from_db()
        assert application.owner_invited_at is None
    monkeypatch.undo()
    wake()
    run_due()
    assert_one_of_everything(application, operator)


def test_a_crash_after_the_schema_is_made_good(
    application: Any, opal: Any, operator: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tenants.provisioning.pool.claim", lambda kind: None)
    accept(application, opal, operator)
    monkeypatch.setattr(verbs.applications, "schedule_for", _crash)
    run_due()
    with acting_on_shared_data():
        assert Tenant.objects.get(slug="gamma").status == TenantStatus.LIVE
    monkeypatch.undo()
    wake()
    run_due()
    assert_one_of_everything(application, operator)


def test_a_second_acceptance_is_refused(application: Any, opal: Any, operator: Any) -> None:
    accept(application, opal, operator)
    with pytest.raises(IllegalMove):
        accept(application, opal, operator, slug="gamma-two")
    with acting_on_shared_data():
        assert not Tenant.objects.filter(slug="gamma-two").exists()


def test_a_taken_address_is_refused_and_nothing_is_written(
    application: Any, opal: Any, operator: Any
) -> None:
    with pytest.raises(SlugTaken):
        accept(application, opal, operator, slug="alpha")
    with acting_on_shared_data():
        assert PartnerApplication.objects.get().status == "submitted"


class Crash(RuntimeError):
    """A worker that dies here."""


def _crash(*_: Any, **__: Any) -> None:
    raise Crash
