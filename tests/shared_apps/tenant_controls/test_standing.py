"""Suspend, resume, archive, restore."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser

from shared_apps.agenda.consumer import consume
from shared_apps.agenda.door import run_due, schedule
from shared_apps.agenda.models import Entry
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.tenant_controls import verbs
from shared_apps.tenant_controls.export.reading import inside
from shared_apps.tenant_controls.models import Archive
from tenant_apps.accounts.models import Event
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import SharedEvent, Tenant

from .conftest import BY, WHY, fresh, status_of

pytestmark = pytest.mark.django_db


def visit(tenant: Tenant, path: str = "/accounts/login/", **more: Any) -> Any:
    from tenants import host_cache

    with acting_on_shared_data():
        host = fresh(tenant).record.canonical_host
    host_cache.drop(host)
    return Browser(HTTP_HOST=host).get(path, **more)


def mails_to(person: str, operator: Any) -> list[str]:
    run_due()
    with acting_in(operator):
        found = MailMessage.objects.filter(to_email=f"{person}@example.com").order_by("pk")
        return list(found.values_list("template", flat=True))


def test_a_suspended_portal_answers_410_and_names_nobody(alpha: Tenant) -> None:
    assert visit(alpha).status_code == 200
    verbs.suspend(alpha, reason=WHY, by=BY)
    assert (alpha.status, status_of(alpha)) == ("suspended", "suspended")
    answer = visit(alpha)
    assert answer.status_code == 410
    assert "Alpha" not in answer.content.decode()


def test_both_histories_tell_who_and_why(alpha: Tenant) -> None:
    verbs.suspend(alpha, reason=WHY, by=BY)
    with acting_on_shared_data():
        ours = SharedEvent.objects.get(verb="portal.suspend")
        assert SharedEvent.objects.filter(verb="become suspended", reason=WHY).exists()
        record = fresh(alpha).record
    with inside(record):
        theirs = Event.objects.get(verb="portal.suspend")
    for event in (ours, theirs):
        assert (event.actor_label, event.reason) == ("Opal Operator", WHY)


def test_the_owner_is_told_of_each_turn_by_the_platform(alpha: Tenant, operator: Any) -> None:
    verbs.suspend(alpha, reason=WHY, by=BY)
    verbs.resume(alpha, reason=WHY, by=BY)
    verbs.archive(alpha, reason=WHY, by=BY)
    verbs.restore(alpha, reason=WHY, by=BY)
    turns = ("archived", "resumed", "resumed", "suspended")
    assert sorted(mails_to("olga", operator)) == [f"tenant_controls/{turn}" for turn in turns]
    assert mails_to("adel", operator) == []


def test_the_owner_of_today_is_told_not_the_one_who_applied(alpha: Tenant, olga: Any, operator: Any) -> None:
    with acting_in(olga.home):
        type(olga).objects.filter(pk=olga.pk).update(email="new-owner@example.com")
    verbs.suspend(alpha, reason=WHY, by=BY)
    assert mails_to("new-owner", operator) == ["tenant_controls/suspended"]


def test_only_the_moves_that_make_sense(alpha: Tenant, operator: Any) -> None:
    for verb in (verbs.resume, verbs.restore):
        with pytest.raises(IllegalMove):
            verb(alpha, reason=WHY, by=BY)
    verbs.suspend(alpha, reason=WHY, by=BY)
    for verb in (verbs.suspend, verbs.restore):
        with pytest.raises(IllegalMove):
            verb(alpha, reason=WHY, by=BY)
    verbs.archive(alpha, reason=WHY, by=BY)
    for verb in (verbs.suspend, verbs.archive, verbs.resume):
        with pytest.raises(IllegalMove):
            verb(alpha, reason=WHY, by=BY)
    with acting_on_shared_data():
        the_operator = Tenant.objects.get(pk=operator.id)
    with pytest.raises(IllegalMove):
        verbs.suspend(the_operator, reason=WHY, by=BY)


def test_the_archive_ends_with_its_grace_and_a_new_stay_begins_anew(alpha: Tenant, later: Any) -> None:
    first = verbs.archive(alpha, reason=WHY, by=BY)
    assert (first.grace_ends_at - first.archived_at).days == 30
    assert not first.is_past_grace
    later(31)
    assert first.is_past_grace
    verbs.restore(alpha, reason=WHY, by=BY)
    assert visit(alpha).status_code == 200
    again = verbs.archive(alpha, reason=WHY, by=BY)
    assert not again.is_past_grace
    with acting_on_shared_data():
        assert Archive.objects.filter(tenant=alpha, restored_at=None).count() == 1


def test_what_waits_while_suspended_runs_once_when_it_is_back(alpha: Tenant, reseller: Any) -> None:
    """RELIABILITY 16: not lost, not run, and then one effect."""
    with acting_in(reseller):
        mail = {"template": "account/code", "to": {"email": "ann@example.com"}, "context": {}, "key": "k"}
        schedule("notices.send_mail", mail, key="k")
    verbs.suspend(alpha, reason=WHY, by=BY)
    run_due()
    with acting_on_shared_data():
        entry = Entry.objects.get(task="notices.send_mail", key="k")
        assert entry.status == Entry.Status.WAITING
        consume(entry.pk)
    verbs.resume(alpha, reason=WHY, by=BY)
    run_due()
    for _ in range(2):
        consume(entry.pk)
    with acting_in(reseller):
        assert MailMessage.objects.filter(key="k").count() == 1


def test_a_session_survives_the_suspension_and_serves_nothing_meanwhile(
    alpha: Tenant, browse: Any, olga: Any, reseller: Any
) -> None:
    from tenants import host_cache

    browser = browse(olga, reseller)
    assert browser.get("/office/").status_code == 200
    verbs.suspend(alpha, reason=WHY, by=BY)
    host_cache.drop(reseller.canonical_host)
    assert browser.get("/office/").status_code == 410
    verbs.resume(alpha, reason=WHY, by=BY)
    host_cache.drop(reseller.canonical_host)
    assert browser.get("/office/").status_code == 200


def test_a_gateway_is_asked_to_come_again_and_a_visitor_is_not(alpha: Tenant) -> None:
    """410 would tell a machine never to come again (RELIABILITY 13): its event must arrive once we are back."""
    verbs.suspend(alpha, reason=WHY, by=BY)
    answer = visit(alpha, "/webhooks/stripe/")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    with acting_on_shared_data():
        Tenant.objects.filter(pk=alpha.pk).update(status="closed")
    assert visit(alpha, "/webhooks/stripe/").status_code == 410


def test_what_runs_while_the_door_closes_comes_to_its_end(alpha: Tenant, reseller: Any) -> None:
    with acting_in(reseller):
        verbs.suspend(alpha, reason=WHY, by=BY)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_user")
            assert cursor.fetchone()[0]
    assert visit(alpha).status_code == 410
