"""Setting services up through the provisioner: done, declined, unknown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from shared_apps.agenda.door import run_due
from shared_apps.kernel import clock
from tenant_apps.notices.models import MailMessage
from tenant_apps.orders.models import Service, ServiceOperation
from tenant_apps.orders.verbs import provision_service
from tests.tenant_apps.orders.stage import BY

Status = ServiceOperation.Status


@pytest.fixture
def soon() -> Any:
    """Moves the clock by a minute, and holds it still until then: however slow the machine, no retry is due before."""
    held = timezone.now()
    clock.move_by(lambda: held - timezone.now())
    yield lambda: clock.move_by(lambda: timedelta(minutes=1))
    clock.move_by(timedelta)


def how(service: Service) -> str:
    """How setting it up has come along."""
    return service.operations.get(operation="create").status


@pytest.fixture
def pending(shop: Any, carls_client: Any) -> Service:
    shop.paid(carls_client)
    return Service.objects.get()


def test_it_is_told_once_however_often_it_runs(pending: Service, provisioner: Any) -> None:
    for _ in range(3):
        provision_service(pending.uuid, by=BY)
    run_due()
    pending.refresh_from_db()
    assert pending.status == Service.Status.ACTIVE
    assert len(provisioner.services.operations()) == 1


def test_a_refusal_is_shown_to_staff(pending: Service, provisioner: Any, as_olga: Any) -> None:
    provisioner.fault("decline")
    run_due()
    pending.refresh_from_db()
    assert (pending.status, how(pending)) == (Service.Status.PENDING, Status.DECLINED)
    assert "could not be set up" in as_olga.get("/office/").content.decode()
    assert MailMessage.objects.filter(template="orders/provisioning_failed_staff").exists()


@pytest.mark.parametrize("kind", ["timeout_before", "timeout_after", "reset_after", "error_after"])
def test_without_an_answer_it_is_asked_by_its_key(
    pending: Service, provisioner: Any, soon: Any, kind: str
) -> None:
    provisioner.fault(kind, seconds=2)
    run_due()
    pending.refresh_from_db()
    assert (pending.status, how(pending)) == (Service.Status.PENDING, Status.UNKNOWN)
    provisioner.clear_faults()
    soon()
    run_due()
    pending.refresh_from_db()
    assert pending.status == Service.Status.ACTIVE
    assert len(provisioner.services.operations()) == 1


def test_a_killed_worker_is_resumed_by_the_key(pending: Service, provisioner: Any) -> None:
    """The claim was committed and the call made, and nobody wrote the answer down."""
    from tenant_apps.orders import provisioner as calls

    pending.operations.update(status=Status.SENT)
    calls.perform("create", pending, key=f"create:{pending.uuid}")
    run_due()
    pending.refresh_from_db()
    assert pending.status == Service.Status.ACTIVE
    assert len(provisioner.services.operations()) == 1


def test_a_service_without_a_provisioner_is_active_at_once(
    shop: Any, carls_client: Any, provisioner: Any
) -> None:
    shop.paid(carls_client, shop.wish("training"))
    run_due()
    service = Service.objects.get()
    assert service.status == Service.Status.ACTIVE
    assert service.renews_at is None
    assert provisioner.services.operations() == []


def test_an_unsigned_call_sets_nothing_up(pending: Service, provisioner: Any, settings: Any) -> None:
    settings.PROVISIONER_SECRET = "whsec_c29tZWJvZHkgZWxzZQ=="
    run_due()
    assert provisioner.services.operations() == []
    pending.refresh_from_db()
    assert how(pending) == Status.UNKNOWN
