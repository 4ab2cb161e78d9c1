"""What becomes of a trial is told to the operator's board in the same transaction, and to the client by mail."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps

from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from shared_apps.catalog.models import Plan
from shared_apps.kernel import clock
from shared_apps.trials.models import TrialExtension, TrialRow
from tenant_apps.clients.models import Client
from tenant_apps.notices.models import MailMessage
from tenant_apps.orders.models import Invoice, OrderLine, Service
from tenant_apps.orders.verbs import extend_trial
from tenant_apps.orders.verbs.trials import mirror_trials
from tests.tenant_apps.orders.stage import BY


@pytest.fixture
def trial(shop: Any, carls_client: Any) -> Service:
    return begin(shop, carls_client)


@pytest.fixture
def payable(shop: Any, carls_client: Any) -> Service:
    """A trial of a plan that goes on against an invoice."""
    Plan.objects.filter(sku="mail-m").update(trial_end="invoice")
    return begin(shop, carls_client)


@pytest.fixture
def later() -> Any:
    """Move the clock forward and do what is due; it goes back when the test ends."""

    def move(days: float) -> None:
        clock.move_by(lambda: timedelta(days=days))
        run_due()

    yield move
    clock.move_by(timedelta)


def begin(shop: Any, client: Any) -> Service:
    shop.order(client, shop.wish("mail-m", 5))
    run_due()
    return Service.objects.get(client=client)


def pay(shop: Any) -> None:
    shop.pay_at_gateway(shop.start(Invoice.objects.get()).redirect_url)
    shop.deliver("checkout.session.completed")


def row() -> TrialRow:
    return TrialRow.objects.get()


def mails(template: str) -> int:
    return MailMessage.objects.filter(template=f"orders/{template}").count()


def test_a_trial_is_on_the_board_with_its_extensions(trial: Service, carls_client: Any) -> None:
    assert (row().plan, row().client, row().status) == ("Web Mail", carls_client.name, "running")
    extend_trial(trial, reason="Holidays", by=BY)
    assert (row().total_days, row().extensions, row().last_reason) == (30, 1, "Holidays")
    assert row().ends_at == Service.objects.get().trial_ends_at
    step = TrialExtension.objects.get()
    assert (step.by_label, step.reason, step.days, step.total_days) == ("tests", "Holidays", 15, 30)


def test_reminders_come_seven_three_and_one_days_before(trial: Service, later: Any) -> None:
    """15 days: 8, 12 and 14 days after the start; each once."""
    for days, sent in ((7.9, 0), (8.1, 1), (9, 1), (12.1, 2), (14.1, 3), (14.5, 3)):
        later(days)
        assert mails("trial_ends_soon") == sent, days


def test_an_extension_silences_the_old_reminders(trial: Service, later: Any) -> None:
    later(9)
    extend_trial(trial, reason="asked", by=BY)
    for days, sent in ((12.1, 1), (14.1, 1), (23.1, 2), (29.1, 4)):  # 30 days: 23, 27, 29
        later(days)
        assert mails("trial_ends_soon") == sent, days


def test_a_short_trial_is_not_told_of_marks_that_are_past(shop: Any, carls_client: Any) -> None:
    Plan.objects.filter(sku="mail-m").update(trial_days=3)
    begin(shop, carls_client)
    reminders = Entry.objects.filter(task="orders.remind_of_trial")
    assert [entry.payload["days"] for entry in reminders] == [1]


def test_the_end_suspends_and_paying_converts(shop: Any, trial: Service, later: Any) -> None:
    later(16)
    assert row().status == "suspended"
    pay(shop)
    assert row().status == "converted"


def test_a_plan_that_goes_on_is_active_until_the_grace_ends(payable: Service, later: Any) -> None:
    """Day 15: active, an invoice to pay. Day 22: unpaid, suspended."""
    later(15.1)
    payable.refresh_from_db()
    assert (payable.status, payable.trial_end) == ("active", "invoice")
    assert (Invoice.objects.get().cause, Invoice.objects.get().status) == ("trial", "open")
    assert (mails("trial_goes_on"), mails("trial_ended"), mails("service_suspended")) == (1, 0, 0)
    assert row().status == "converted"
    later(22.2)
    payable.refresh_from_db()
    assert payable.status == "suspended"
    assert row().status == "suspended"


def test_paid_within_the_grace_it_runs_from_the_trials_end(shop: Any, payable: Service, later: Any) -> None:
    later(15.1)
    payable.refresh_from_db()
    ended_at = payable.renews_at
    later(17)
    pay(shop)
    payable.refresh_from_db()
    assert (payable.status, payable.periods_paid) == ("active", 1)
    assert payable.renews_at == payable.paid_until > ended_at + timedelta(days=27)
    later(22.2)
    payable.refresh_from_db()
    assert payable.status == "active"
    assert row().status == "converted"


def test_the_policy_is_that_of_the_day_of_the_order(payable: Service, later: Any) -> None:
    Plan.objects.filter(sku="mail-m").update(trial_end="suspend")
    later(15.1)
    payable.refresh_from_db()
    assert payable.status == "active"


def test_somebody_elses_address_typed_in_takes_no_trial_from_them(
    shop: Any, trial: Service, sams_client: Any
) -> None:
    Client.objects.filter(pk=trial.client_id).update(email=sams_client.email)
    assert shop.order(sams_client, shop.wish("mail-m", 1)).invoices.count() == 0


def test_who_signs_up_again_with_the_same_address_has_no_second_trial(
    shop: Any, trial: Service, carl: Any, sam: Any, sams_client: Any
) -> None:
    """RELIABILITY 22: after sign-up again, never more than 60 days in total; renamed meanwhile or not."""
    address = carl.email
    for person, now_at in ((carl, "renamed@example.com"), (sam, address)):
        EmailAddress.objects.filter(user_id=person.pk).update(email=now_at)
        type(person).objects.filter(pk=person.pk).update(email=now_at)
    Client.objects.filter(pk=trial.client_id).update(email="renamed@example.com")
    again = shop.order(sams_client, shop.wish("mail-m", 1))
    assert again.invoices.get().total_minor == 4000
    assert TrialRow.objects.count() == 1


def test_trials_from_before_are_given_the_addresses_of_their_owners(trial: Service, carl: Any) -> None:
    OrderLine.objects.update(tried_by=[])
    for _twice in range(2):
        import_module("tenant_apps.orders.migrations.0003_tried_by").remember_who_tried(apps, None)
    assert OrderLine.objects.get(service=trial).tried_by == [carl.email]


def test_activity_is_noted_once_an_hour(trial: Service, as_carl: Any, later: Any) -> None:
    started_at = row().last_activity_at
    as_carl.get("/my/")
    assert row().last_activity_at == started_at
    later(0.1)
    as_carl.get(f"/my/services/{trial.uuid}/")
    seen_at = row().last_activity_at
    assert seen_at > started_at
    as_carl.get("/my/")
    assert row().last_activity_at == seen_at


def test_trials_from_before_the_board_are_told_once(trial: Service) -> None:
    TrialRow.objects.all().delete()
    assert (mirror_trials(), mirror_trials()) == (1, 1)
    assert row().subject_uuid == trial.uuid


def test_staff_extend_from_the_clients_page_and_row(
    trial: Service, as_olga: Any, carls_client: Any, sams_client: Any
) -> None:
    path = f"/office/clients/{carls_client.uuid}/trial/"
    assert path in as_olga.get("/office/clients/").content.decode()
    assert 'popovertarget="extend"' in as_olga.get(f"/office/clients/{carls_client.uuid}/").content.decode()
    assert f'name="shown-{trial.uuid}" value="15"' in as_olga.get(path).content.decode()
    asked = {"service": str(trial.uuid), f"shown-{trial.uuid}": "15"}
    as_olga.post(path, {**asked, "reason": ""})
    as_olga.post(path, {"service": str(trial.uuid), "reason": "Nothing shown"})
    assert row().total_days == 15
    for _ in range(2):
        as_olga.post(path, {**asked, "reason": "Asked by phone"})
    assert (row().total_days, row().last_extended_by) == (30, "Olga Owner")
    other = f"/office/clients/{sams_client.uuid}/trial/"
    assert as_olga.post(other, {"service": str(trial.uuid), "reason": "x"}).status_code == 404
    assert as_olga.post(path, {"service": "odd", "reason": "x"}).status_code == 404


def test_who_may_not_extend_sees_no_button(
    trial: Service, browse: Any, peer: Any, adel: Any, carls_client: Any, reseller: Any, other_reseller: Any
) -> None:
    path = f"/office/clients/{carls_client.uuid}/trial/"
    assert browse(adel, reseller).get(path).status_code == 200
    type(adel).objects.filter(pk=adel.pk).update(role="accountant")
    assert path not in browse(adel, reseller).get("/office/clients/").content.decode()
    assert browse(adel, reseller).get(path).status_code == 403
    assert browse(peer, other_reseller).get(path).status_code == 404
