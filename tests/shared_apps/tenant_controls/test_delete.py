"""Delete for good: typed, after the grace, in steps that survive a crash, with a certificate at the end."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser

from branding.models import Brand, BrandImage, BrandVersion
from shared_apps.agenda.consumer import consume
from shared_apps.agenda.door import run_due, schedule_for
from shared_apps.agenda.models import Entry
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.queries import is_out_of_reach
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.ledger.models import Account
from shared_apps.partner_store.models import PlatformSubscription
from shared_apps.partner_store.slugs import check_free
from shared_apps.tenant_controls import verbs
from shared_apps.tenant_controls.models import Deletion, DeletionCertificate
from shared_apps.tenant_controls.removal import steps
from tenants.context import TenantUnavailable, acting_in, acting_on_shared_data
from tenants.models import Domain, SchemaMigration, SharedEvent, Tenant
from tenants.removal import StillNeeded, remove_schema
from tenants.schemas.ledger import behind
from tenants.tokens import sign, unsign

from .conftest import BY, WHY, fresh, status_of

pytestmark = pytest.mark.django_db


def has_schema(tenant: Tenant) -> bool:
    with acting_on_shared_data(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [tenant.schema_name])
        return bool(cursor.fetchone()[0])


def delete(tenant: Tenant) -> Deletion:
    return verbs.ask_for_deletion(tenant, reason=WHY, without_export=True, by=BY)


def deleted(tenant: Tenant) -> DeletionCertificate:
    delete(tenant)
    run_due()
    with acting_on_shared_data():
        return DeletionCertificate.objects.get(tenant=tenant)


def test_not_before_the_grace_has_ended(alpha: Tenant, archived: Tenant, later: Any) -> None:
    with pytest.raises(verbs.NotDeletable):
        delete(archived)
    later(29)
    with pytest.raises(verbs.NotDeletable):
        delete(archived)
    later(2)
    delete(archived)
    assert status_of(archived) == "deleting"


def test_only_what_is_archived(alpha: Tenant) -> None:
    with pytest.raises(IllegalMove):
        delete(alpha)
    verbs.suspend(alpha, reason=WHY, by=BY)
    with pytest.raises(IllegalMove):
        delete(alpha)
    with acting_on_shared_data(), pytest.raises(StillNeeded):
        remove_schema(alpha.pk)
    assert has_schema(alpha)


def test_without_an_export_somebody_must_say_so(deletable: Tenant) -> None:
    with pytest.raises(verbs.NotDeletable):
        verbs.ask_for_deletion(deletable, reason=WHY, without_export=False, by=BY)
    wish = verbs.ask_for_export(deletable, reason=WHY, by=BY)
    with pytest.raises(verbs.NotDeletable):
        verbs.ask_for_deletion(deletable, reason=WHY, without_export=False, by=BY)
    run_due()
    verbs.ask_for_deletion(deletable, reason=WHY, without_export=False, by=BY)
    run_due()
    with acting_on_shared_data():
        wish.refresh_from_db()
        certificate = DeletionCertificate.objects.get(tenant=deletable)
    assert certificate.manifest_sha256 == wish.manifest_sha256 != ""


def test_all_of_it_is_gone_and_the_books_stay(deletable: Tenant) -> None:
    with acting_on_shared_data():
        picture = BrandImage.objects.create(
            tenant=deletable, sha256="ab" * 32, content_type="image/png", data=b"x", width=1, height=1
        )
        Brand.objects.create(tenant=deletable, name="Alpha", css="", css_hash="x", logo=picture)
        version = BrandVersion.objects.create(tenant=deletable, number=1, at=now(), actor_key="", snapshot={})
        with pytest.raises(IntegrityError), transaction.atomic():
            version.delete()
        PlatformSubscription.objects.create(tenant=deletable)
        Account.objects.create(tenant=deletable, kind="sales", party="", currency="TRY")
        SchemaMigration.objects.get_or_create(
            schema_name=deletable.schema_name, kind="reseller", app="accounts", name="0001_initial"
        )
    certificate = deleted(deletable)
    assert not has_schema(deletable)
    with acting_on_shared_data():
        assert not BrandImage.objects.filter(tenant=deletable).exists()
        assert not Brand.objects.filter(tenant=deletable).exists()
        assert not BrandVersion.objects.filter(tenant=deletable).exists()
        assert Account.objects.filter(tenant=deletable).exists()
        assert not SchemaMigration.objects.filter(schema_name=deletable.schema_name).exists()
        assert SharedEvent.objects.filter(verb="portal.delete", reason=WHY).exists()
        assert not [group for group in behind() if deletable.schema_name in str(group.members)]
    assert certificate.counts["accounts_user"] == 4
    assert (certificate.slug, certificate.asked_by, certificate.reason) == ("alpha", "Opal Operator", WHY)
    assert certificate.hosts == ["alpha.vitrine.localhost"]
    with acting_on_shared_data():
        assert PlatformSubscription.objects.get(tenant=deletable).status == "ended"
    assert status_of(deletable) == "closed"


def test_no_personal_data_of_whoever_applied_is_left(deletable: Tenant, operator: Any) -> None:
    from tests.shared_apps.partner_store.conftest import FIELDS, _partner, submit

    application = submit(_partner(operator, "paula"), operator, slug="gamma")
    with acting_on_shared_data():
        type(application).objects.filter(pk=application.pk).update(status="accepted", tenant=deletable)
    deleted(deletable)
    with acting_on_shared_data():
        application.refresh_from_db()
    assert application.company_name == FIELDS["company_name"]
    for field in ("applicant_name", "applicant_email", "phone", "street", "city", "experience"):
        assert getattr(application, field) == ""


def test_its_hosts_answer_410_its_name_is_taken_its_domains_are_in_quarantine(deletable: Tenant) -> None:
    with acting_on_shared_data():
        OwnDomain.objects.create(
            tenant=deletable,
            host="shop.example",
            proof="x",
            status="active",
            created_at=now(),
            answers={"a": 1},
        )
        Domain.objects.create(tenant=deletable, host="shop.example")
    deleted(deletable)
    assert Browser(HTTP_HOST="alpha.vitrine.localhost").get("/").status_code == 410
    assert Browser(HTTP_HOST="shop.example").get("/").status_code == 404
    with acting_on_shared_data():
        released = OwnDomain.objects.get(host="shop.example")
        assert (released.status, released.answers) == ("released", {})
        assert is_out_of_reach("shop.example", 0)
        with pytest.raises(Exception, match="taken"):
            check_free("alpha")


def test_a_task_of_a_deleted_tenant_does_nothing(deletable: Tenant) -> None:
    """RELIABILITY 34."""
    with acting_on_shared_data():
        schedule_for(deletable.pk, "notices.forget", {}, key="old")
    deleted(deletable)
    with acting_on_shared_data():
        assert not Entry.objects.filter(tenant=deletable).exists()
        schedule_for(deletable.pk, "notices.forget", {}, key="late")
        late = Entry.objects.get(key="late")
    consume(late.pk)
    with acting_on_shared_data():
        late.refresh_from_db()
    assert (late.status, late.attempts) == ("done", 0)


def test_old_tokens_and_sessions_do_nothing(
    alpha: Tenant, later: Any, browse: Any, olga: Any, reseller: Any, other_reseller: Any
) -> None:
    """RELIABILITY 36."""
    browser = browse(olga, reseller)
    with acting_in(reseller):
        token = sign("test", 1)
    verbs.archive(alpha, reason=WHY, by=BY)
    later(31)
    deleted(fresh(alpha))
    assert browser.get("/office/").status_code == 410
    with acting_on_shared_data():
        tombstone = fresh(alpha).record
    with pytest.raises(TenantUnavailable), acting_in(tombstone):
        pass
    with acting_in(other_reseller), pytest.raises(signing.BadSignature):
        unsign("test", token, max_age=60)


@pytest.mark.parametrize("position", range(len(steps.STEPS)))
def test_killed_in_any_step_it_goes_on_and_ends_once(
    deletable: Tenant, monkeypatch: Any, position: int
) -> None:
    """RELIABILITY 17, for the way out: the process dies when a step is done and not yet committed."""

    class Killed(BaseException):
        pass

    step = steps.STEPS[position]

    def dying(deletion: Deletion, by: Any) -> None:
        step.work(deletion, by)
        raise Killed

    cut = (*steps.STEPS[:position], steps.Step("", dying), *steps.STEPS[position + 1 :])
    deletion = delete(deletable)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(steps, "STEPS", cut)
        run_due()
    with acting_on_shared_data():
        assert Deletion.objects.get(pk=deletion.pk).steps_done == position
        Deletion.objects.update(beat_at="2020-01-01T00:00Z")
        Entry.objects.exclude(status="done").update(status="waiting", due_at="2020-01-01T00:00Z")
    run_due()
    with acting_on_shared_data():
        certificate = DeletionCertificate.objects.get(tenant=deletable)
    assert certificate.counts["accounts_user"] == 4
    assert status_of(deletable) == "closed"
    assert not has_schema(deletable)


def test_the_other_reseller_is_left_alone(deletable: Tenant, other_reseller: Any) -> None:
    deleted(deletable)
    with acting_in(other_reseller), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user")
        assert cursor.fetchone()[0]
    assert Browser(HTTP_HOST="beta.vitrine.localhost").get("/accounts/login/").status_code == 200


def test_nothing_can_be_done_with_it_afterwards(deletable: Tenant) -> None:
    deleted(deletable)
    tombstone = fresh(deletable)
    for verb in (verbs.suspend, verbs.resume, verbs.archive, verbs.restore, verbs.ask_for_export):
        with pytest.raises(IllegalMove):
            verb(tombstone, reason=WHY, by=BY)


@pytest.mark.django_db(transaction=True)
def test_of_two_operators_who_delete_at_once_one_is_first(reseller: Any) -> None:
    with acting_on_shared_data():
        alpha = Tenant.objects.get(pk=reseller.id)
    stay = verbs.archive(alpha, reason=WHY, by=BY)
    with acting_on_shared_data():
        type(stay).objects.update(grace_ends_at="2020-01-01T00:00Z")
    answers: list[str] = []
    together = threading.Barrier(2)

    def press() -> None:
        together.wait()
        try:
            delete(alpha)
            answers.append("begun")
        except IllegalMove:
            answers.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["begun", "late"]
    run_due()
    with acting_on_shared_data():
        assert DeletionCertificate.objects.filter(tenant=alpha).count() == 1
