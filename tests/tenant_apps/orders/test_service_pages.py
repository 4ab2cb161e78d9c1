"""Pages of services: what clients and staff do with one (REQUIREMENTS S1.6 to S1.9, S5.20, S5.21)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.agenda.door import run_due
from shared_apps.ledger.door import AccountKind, AccountName, balance
from tenant_apps.accounts.models import User
from tenant_apps.clients.portal import PortalSettings
from tenant_apps.orders.models import Invoice, Service, ServiceOperation
from tenant_apps.orders.verbs.instruct import instruct
from tests.tenant_apps.orders.month import offer, on, pay, service, shelves, start

__all__ = ["on", "service", "shelves", "start"]

MARCH_11 = datetime(2026, 3, 11, tzinfo=UTC)


def fresh(service: Service) -> Service:
    return Service.objects.get(pk=service.pk)


def test_a_client_sees_the_price_and_confirms_exactly_that(service: Service, on: Any, as_carl: Any) -> None:
    on(MARCH_11)
    here = f"/my/services/{service.uuid}/change/"
    assert "Choose something else" in as_carl.get(here).content.decode()
    page = as_carl.get(here, {"offer": offer("pro-m"), "quantity": "1"}).content.decode()
    assert "101.61" in page and "169.35" in page and "67.74" in page
    token = re.search(r'name="shown" value="([^"]+)"', page)
    assert token
    sent = {"offer": offer("pro-m"), "quantity": "1", "shown": token[1]}
    late = as_carl.post(here, {**sent, "quantity": "3"})
    assert late.status_code == 422 and "has changed meanwhile" in late.content.decode()
    assert as_carl.post(here, {**sent, "quantity": "abc"}).status_code == 422
    answer = as_carl.post(here, sent)
    invoice = Invoice.objects.get(cause="change")
    assert answer.url == f"/my/invoices/{invoice.uuid}/"
    shown = as_carl.get(f"/my/services/{service.uuid}/").content.decode()
    assert "A change is on its way" in shown
    as_carl.post(f"/my/services/{service.uuid}/change/withdrawal/")
    invoice.refresh_from_db()
    assert invoice.status == "void"


def test_a_client_renews_cancels_and_keeps(service: Service, on: Any, as_carl: Any) -> None:
    on(MARCH_11)
    page = as_carl.get("/my/packages/").content.decode()
    assert "Renew" in page and "Pro" in page
    renewal = as_carl.post(f"/my/services/{service.uuid}/renewal/")
    pay(Invoice.objects.get(cause="renewal"))
    assert "/my/invoices/" in renewal.url
    assert fresh(service).paid_until == datetime(2026, 5, 1, tzinfo=UTC)
    history = as_carl.get("/my/subscriptions/").content.decode()
    assert history.count("Web Hosting") == 2
    here = f"/my/services/{service.uuid}/cancellation/"
    assert "At the end of what is paid" in as_carl.get(here).content.decode()
    as_carl.post(here, {"when": "end", "reason": "Too large"})
    assert (fresh(service).state, fresh(service).cancel_reason) == ("cancelled_at_end", "Too large")
    assert "This service ends" in as_carl.get(f"/my/services/{service.uuid}/").content.decode()
    as_carl.post(f"/my/services/{service.uuid}/continuation/")
    assert (fresh(service).state, fresh(service).renews_at) == ("active", fresh(service).paid_until)


def test_what_is_switched_off_is_gone_and_refused(service: Service, as_carl: Any) -> None:
    PortalSettings.objects.create(pk=1, may_upgrade=False, may_cancel=False)
    page = as_carl.get(f"/my/services/{service.uuid}/").content.decode()
    assert "/change/" not in page and "/cancellation/" not in page
    assert as_carl.get(f"/my/services/{service.uuid}/change/").status_code == 403
    assert as_carl.post(f"/my/services/{service.uuid}/cancellation/", {"when": "now"}).status_code == 403
    assert fresh(service).status == "active"


def test_staff_change_suspend_resume_and_end_with_credit(
    service: Service, on: Any, as_olga: Any, provisioner: Any
) -> None:
    on(MARCH_11)
    here = f"/office/services/{service.uuid}/"
    page = as_olga.get(f"{here}change/", {"offer": offer("pro-m"), "quantity": "1", "when": "renewal"})
    token = re.search(r'name="shown" value="([^"]+)"', page.content.decode())
    assert token
    sent = {"offer": offer("pro-m"), "quantity": "1", "when": "renewal", "shown": token[1]}
    assert as_olga.post(f"{here}change/", sent).url == here
    assert fresh(service).changes.get().status == "scheduled"
    as_olga.post(f"{here}change/withdrawal/")
    as_olga.post(f"{here}suspension/", {"reason": "Spam"})
    assert fresh(service).status == "suspended"
    as_olga.post(f"{here}resumption/")
    assert fresh(service).status == "active"
    assert as_olga.post(f"{here}cancellation/", {"when": "now"}).status_code == 200
    as_olga.post(f"{here}cancellation/", {"when": "now", "gives_back": "1", "reason": "Asked by phone"})
    assert (fresh(service).status, fresh(service).cancel_reason) == ("ended", "Asked by phone")
    run_due()
    told = [one["operation"] for one in provisioner.services.operations()]
    # Suspending and resuming had not been told yet, and need not be any more.
    assert told == ["terminate", "create"]
    # 67.74 of March were left: they are account credit.
    assert abs(balance(AccountName(AccountKind.CLIENT_CREDIT, str(service.client.uuid)), "TRY").minor) == 6774
    assert "Asked by phone" in as_olga.get(here).content.decode()


def test_who_may_not_approve_payments_gives_no_credit(
    service: Service, on: Any, browse: Any, adel: Any, reseller: Any
) -> None:
    on(MARCH_11)
    User.objects.filter(pk=adel.pk).update(role="support")
    support, here = browse(User.objects.get(pk=adel.pk), reseller), f"/office/services/{service.uuid}/"
    assert "gives_back" not in support.get(f"{here}cancellation/").content.decode()
    support.post(f"{here}cancellation/", {"when": "now", "gives_back": "1", "reason": "Asked by phone"})
    assert fresh(service).status == "ended"
    assert balance(AccountName(AccountKind.CLIENT_CREDIT, str(service.client.uuid)), "TRY").minor == 0


def test_nor_by_a_change_to_a_smaller_plan(
    start: Any, on: Any, browse: Any, adel: Any, reseller: Any
) -> None:
    service = start("pro-m")
    on(MARCH_11)
    User.objects.filter(pk=adel.pk).update(role="support")
    support, here = browse(User.objects.get(pk=adel.pk), reseller), f"/office/services/{service.uuid}/change/"
    wish = {"offer": offer("hosting-m"), "quantity": "1", "when": "now"}
    token = re.search(r'name="shown" value="([^"]+)"', support.get(here, wish).content.decode())
    assert token
    assert support.post(here, {**wish, "shown": token[1]}).status_code == 422
    assert not fresh(service).changes.exists()


def test_tasks_by_hand_wait_in_the_office_and_a_refusal_can_be_tried_again(
    service: Service, on: Any, as_olga: Any, provisioner: Any
) -> None:
    Service.objects.filter(pk=service.pk).update(provisioner="manual")
    instruct(fresh(service), "change")
    run_due()
    task = ServiceOperation.objects.get(is_manual=True)
    assert "task waits" in as_olga.get("/office/").content.decode()
    page = as_olga.get("/office/services/tasks/").content.decode()
    assert f"/office/services/{task.service.uuid}/tasks/{task.pk}/answer/" in page
    assert ServiceOperation.objects.filter(pk=task.pk, status="sent").exists()
    as_olga.post(f"/office/services/{task.service.uuid}/tasks/{task.pk}/answer/", {"note": ""})
    as_olga.post(f"/office/services/{task.service.uuid}/tasks/{task.pk}/answer/", {"done": "1"})
    twice = as_olga.post(
        f"/office/services/{task.service.uuid}/tasks/{task.pk}/answer/", {"done": "1"}, follow=True
    )
    assert "Somebody else was faster" in twice.content.decode()
    task.refresh_from_db()
    assert task.status == "done"
    Service.objects.filter(pk=service.pk).update(provisioner="webhook")
    provisioner.fault("decline")
    instruct(fresh(service), "suspend")
    run_due()
    declined = ServiceOperation.objects.get(status="declined")
    as_olga.post(f"/office/services/{declined.service.uuid}/tasks/{declined.pk}/again/", {"from": "service"})
    run_due()
    declined.refresh_from_db()
    assert (declined.status, declined.attempts) == ("done", 2)


def test_the_list_filters_exports_and_asks_as_often_for_many(start: Any, on: Any, as_olga: Any) -> None:
    one = start()
    Service.objects.filter(pk=one.pk).update(label="=cmd.example", past_due_at=one.starts_at)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert as_olga.get("/office/services/").status_code == 200
        return len(queries)

    asked()
    few = asked()
    for _ in range(3):
        start("mail-m", 2)
    assert asked() == few
    assert "=cmd.example" in as_olga.get("/office/services/?status=past_due&plan=hosting-m").content.decode()
    assert "No services here" in as_olga.get("/office/services/?status=cancelled_at_end").content.decode()
    table = as_olga.get("/office/services/export/?q=cmd").content.decode()
    # RELIABILITY 25.
    assert "'=cmd.example" in table and table.count("\n") == 2
