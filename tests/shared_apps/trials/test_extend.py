"""The operator extends trials of any reseller: one, and many at once (REQUIREMENTS S5.42, S5.43)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from shared_apps.kernel.actor import Actor
from shared_apps.partner_store.models import PlatformSubscription
from shared_apps.partner_store.verbs import begin_subscription
from shared_apps.trials.door import TrialLimitReached
from shared_apps.trials.models import BulkExtension, BulkItem, TrialExtension, TrialRow
from shared_apps.trials.verbs import begin_bulk, extend_item, extend_row, spread_bulk
from tenant_apps.accounts.models import Event
from tenant_apps.orders.models import Order, OrderLine, Service
from tenant_apps.orders.trial_rows import tell_begun
from tenant_apps.orders.verbs import extend_trial
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import SharedEvent, Tenant
from tests.shared_apps.ledger.at_once import at_once
from tests.shared_apps.trials.conftest import BOARD, make_row

BY = Actor.system("tests")


def begin_service(tenant: Any, client: Any, number: int = 1) -> Service:
    """A service on trial, without the shop that would sell it."""
    from datetime import timedelta

    from shared_apps.kernel.clock import now

    at, line = now(), {"sku": "mail-m", "name": "Web Mail", "quantity": 1, "period": "month"}
    with acting_in(tenant):
        order = Order.objects.create(
            number=f"O-{number}", client=client, currency="TRY", total_minor=1, placed_at=at
        )
        prices = {"unit_minor": 1, "wholesale_unit_minor": 1, "total_minor": 1, "currency": "TRY"}
        written = OrderLine.objects.create(order=order, kind="plan", **line, **prices)
        service = Service.objects.create(
            client=client,
            order_line=written,
            **line,
            status="trial",
            starts_at=at,
            trial_ends_at=at + timedelta(days=15),
            trial_total_days=15,
            trial_step_days=15,
            trial_max_days=60,
        )
        tell_begun(service)
    return service


@pytest.fixture
def service(reseller: Any, carls_client: Any) -> Service:
    return begin_service(reseller, carls_client)


@pytest.fixture
def plan(other_reseller: Any) -> PlatformSubscription:
    with acting_on_shared_data():
        return begin_subscription(Tenant.objects.get(pk=other_reseller.id), by=BY)


def row(**which: Any) -> TrialRow:
    with acting_on_shared_data():
        return TrialRow.objects.select_related("tenant").get(**which)


def test_the_console_extends_a_service_and_both_sides_tell_of_it(
    service: Service, as_opal: Any, reseller: Any
) -> None:
    address = f"{BOARD}{row().uuid}/extension/"
    assert as_opal.get(address).status_code == 405
    as_opal.post(address, {"reason": "  "})
    assert row().total_days == 15
    shown = as_opal.get(f"{BOARD}{row().uuid}/").content.decode()
    assert 'name="shown" value="15"' in shown
    as_opal.post(address, {"reason": "A fair", "shown": "15"})
    twice = as_opal.post(address, {"reason": "A fair", "shown": "15"}, follow=True).content.decode()
    assert "Somebody else was faster" in twice
    assert (row().total_days, row().last_extended_by, row().last_reason) == (30, "Opal Operator", "A fair")
    with acting_in(reseller):
        assert Event.objects.filter(verb="orders.extend_trial", reason="A fair").exists()
        assert Event.objects.filter(verb="extend trial", actor_label="Opal Operator").exists()
    with acting_on_shared_data():
        assert SharedEvent.objects.filter(verb="orders.extend_trial", reason="A fair").exists()


def test_the_console_extends_a_resellers_own_plan_to_sixty_and_no_further(
    plan: PlatformSubscription, as_opal: Any
) -> None:
    address = f"{BOARD}{row().uuid}/extension/"
    for shown in (15, 15, 30, 45, 60):
        page = as_opal.post(address, {"reason": "Growing", "shown": shown}, follow=True).content.decode()
    assert "The trial is extended" not in page and "cannot be extended any further" in page
    with acting_on_shared_data():
        plan.refresh_from_db()
        assert (plan.trial_total_days, row().total_days, row().extensions) == (60, 60, 3)
        assert TrialExtension.objects.count() == 3


def test_a_reseller_that_is_not_live_is_told(service: Service, as_opal: Any, reseller: Any) -> None:
    with acting_on_shared_data():
        Tenant.objects.filter(pk=reseller.id).update(status="suspended")
    answer = as_opal.post(f"{BOARD}{row().uuid}/extension/", {"reason": "x", "shown": "15"}, follow=True)
    assert "not live" in answer.content.decode()
    assert row().total_days == 15


def test_bulk_asks_first_then_extends_each_and_says_what_came_of_it(
    service: Service, plan: PlatformSubscription, as_opal: Any, other_reseller: Any
) -> None:
    make_row(other_reseller, kind="platform", total_days=60, plan="Full")
    confirmation = as_opal.post(f"{BOARD}bulk/confirmation/", {"everything": "1"}).content.decode()
    assert "3</bdi> trials become one step longer each" in confirmation
    assert "1</bdi> of them has all its days already" in confirmation
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', confirmation)
    assert key
    wish = {"everything": "1", "key": key[1]}
    assert key[1] in as_opal.post(f"{BOARD}bulk/", {**wish, "reason": ""}).content.decode()
    assert as_opal.post(f"{BOARD}bulk/", {**wish, "key": "odd", "reason": "Spring"}).status_code == 200
    begun = as_opal.post(f"{BOARD}bulk/", {**wish, "reason": "Spring"})
    assert as_opal.post(f"{BOARD}bulk/", {**wish, "reason": "Spring"}).url == begun.url
    assert "every 1s" in as_opal.get(begun.url).content.decode()
    run_due()
    page = as_opal.get(begun.url).content.decode()
    assert "3 of 3 trials" in page and "every 1s" not in page
    assert row(subject_uuid=service.uuid).total_days == 30
    assert row(subject_uuid=plan.uuid).total_days == 30
    with acting_on_shared_data():
        assert dict(BulkItem.objects.values_list("trial__plan", "status")) == {
            "Web Mail": "done", "Partner portal": "done", "Full": "failed",
        }  # fmt: skip
    assert as_opal.get(f"{begun.url}progress/")["HX-Refresh"] == "true"


def test_a_trial_at_its_limit_is_refused_and_one_that_is_gone_fails_and_may_be_tried_again(
    service: Service, as_opal: Any, reseller: Any
) -> None:
    gone = make_row(reseller)
    with acting_in(reseller):
        for _ in range(3):
            extend_trial(Service.objects.get(), reason="x", by=BY)
    ticked = [str(row(subject_uuid=service.uuid).uuid), str(gone.uuid), "odd"]
    begun = as_opal.post(f"{BOARD}bulk/", {"trial": ticked, "reason": "x", "key": str(uuid4())})
    run_due()
    with acting_on_shared_data():
        assert sorted(BulkItem.objects.values_list("status", flat=True)) == ["failed", "refused"]
    assert "Try the failed ones again" in as_opal.get(begun.url).content.decode()
    for tries in (1, 2):
        as_opal.post(f"{begun.url}retry/")
        run_due()
        with acting_on_shared_data():
            assert BulkItem.objects.get(trial=gone).tries == tries
            assert BulkItem.objects.get(trial=gone).status == "failed"


def test_a_bulk_extension_delivered_twice_has_one_effect(
    service: Service, operator: Any, reseller: Any
) -> None:
    """RELIABILITY 16."""
    with acting_in(operator):
        bulk = begin_bulk(TrialRow.objects.all(), reason="x", by=BY)
        spread_bulk(bulk)
        spread_bulk(bulk)
        assert Entry.objects.filter(task="trials.extend_item").count() == 1
    for _ in range(2):
        with acting_in(reseller):
            extend_item(BulkItem.objects.get().pk)
    run_due()
    assert row().total_days == 30


def test_a_bulk_extension_of_nothing_begins_nothing(as_opal: Any) -> None:
    assert as_opal.post(f"{BOARD}bulk/confirmation/", {"trial": ["odd"]}).status_code == 302
    with acting_on_shared_data():
        assert not BulkExtension.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_page_console_and_bulk_at_once_never_pass_sixty_days(
    service: Service, opal: Any, olga: Any, reseller: Any, operator: Any
) -> None:
    """RELIABILITY 22: two at once by page, two by the operator's command, two by bulk tasks."""
    with acting_in(operator):
        trial = TrialRow.objects.get()
        bulks = [begin_bulk(TrialRow.objects.all(), reason="bulk", by=opal.actor) for _ in range(2)]
        items = [bulk.items.get().pk for bulk in bulks]

    def by_page() -> Any:
        return extend_trial(Service.objects.get(pk=service.pk), reason="page", by=olga.actor)

    def by_console() -> Any:
        return extend_row(TrialRow.objects.get(pk=trial.pk), reason="console", by=opal.actor)

    def by_task(item: int) -> Callable[[], Any]:
        from django.db import transaction

        return transaction.atomic(lambda: extend_item(item))

    at_once(reseller, [by_page, by_page, by_console, by_console, *map(by_task, items)])
    with acting_in(reseller):
        service.refresh_from_db()
        assert service.trial_total_days == 60
        assert (service.trial_ends_at - service.starts_at).days == 60
        seen = TrialRow.objects.get()
        assert (seen.total_days, seen.extensions, seen.ends_at) == (60, 3, service.trial_ends_at)
        with pytest.raises(TrialLimitReached):
            extend_trial(service, reason="x", by=BY)
