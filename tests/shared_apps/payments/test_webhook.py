"""Events of the gateway: forged, repeated, out of order, for something else (RELIABILITY 13, 14, 15)."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest
import stripe

from deploy.sandbox.stripe.account import Account
from shared_apps.agenda.door import run_due
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from shared_apps.payments.gateways.stripe import register_endpoint
from shared_apps.payments.gateways.stripe_client import client_with
from shared_apps.payments.models import GatewayEvent, Payment
from tenant_apps.orders.models import Invoice, Order
from tenants.context import acting_in
from tests.shared_apps.ledger.at_once import at_once
from tests.tenant_apps.orders.stage import HOST


@pytest.fixture
def invoice(shop: Any, carls_client: Any) -> Invoice:
    """Hosting for 100.00, paid at the gateway; no event has come yet."""
    made: Invoice = shop.invoice(carls_client)
    shop.pay_at_gateway(shop.start(made).redirect_url)
    return made


@pytest.fixture
def paid_event(shop: Any, invoice: Invoice) -> dict[str, Any]:
    found: dict[str, Any] = shop.events("checkout.session.completed")[-1]
    return found


def is_paid(invoice: Invoice) -> bool:
    invoice.refresh_from_db()
    return invoice.status == Invoice.Status.PAID


def test_a_wrong_secret_is_refused(shop: Any, invoice: Invoice, paid_event: Any) -> None:
    assert shop.post(paid_event, secret="whsec_wrong") == 400
    assert not is_paid(invoice)
    assert not GatewayEvent.objects.exists()


def test_another_accounts_secret_is_refused(
    shop: Any, invoice: Invoice, paid_event: Any, gateway: Any
) -> None:
    register_endpoint("sk_test_beta", f"{HOST}/webhooks/stripe/")
    secret = Account(gateway.store, "beta").all("webhook_endpoint")[0]["_secret"]
    assert shop.post(paid_event, secret=secret) == 400
    assert not is_paid(invoice)


def test_a_stale_time_is_refused(shop: Any, invoice: Invoice, paid_event: Any) -> None:
    assert shop.post(paid_event, at=int(time.time()) - 400) == 400
    assert not is_paid(invoice)


def test_another_version_is_refused(shop: Any, invoice: Invoice, paid_event: Any) -> None:
    assert shop.post({**paid_event, "api_version": "2020-08-27"}) == 400
    assert not is_paid(invoice)


def test_a_body_that_is_no_event_is_refused(shop: Any, invoice: Invoice) -> None:
    assert shop.post(["paid"]) == 400
    assert shop.post({"api_version": "x"}) == 400


def test_a_forged_paid_event_about_an_unpaid_session_moves_nothing(shop: Any, carls_client: Any) -> None:
    """Even with the right secret: the gateway itself is asked, and it knows of no money."""
    unpaid = shop.invoice(carls_client)
    session = shop.start(unpaid).payment.reference
    body = shop.account.load("checkout.session", session)
    body = {name: value for name, value in body.items() if not name.startswith("_")} | {
        "payment_status": "paid"
    }
    event = {
        "id": "evt_made_up",
        "object": "event",
        "type": "checkout.session.completed",
        "data": {"object": body},
    }
    assert shop.post(event | {"api_version": stripe.api_version}) == 200
    assert not is_paid(unpaid)


@pytest.mark.parametrize(
    "change",
    [{"amount_total": 9_999}, {"currency": "usd"}, {"id": "cs_test_of_another_order"}],
    ids=["another amount", "another currency", "another session"],
)
def test_an_event_that_does_not_fit_is_held_and_shown_to_staff(
    shop: Any, invoice: Invoice, paid_event: Any, change: dict[str, Any], as_olga: Any
) -> None:
    event = copy.deepcopy(paid_event)
    event["data"]["object"] |= change
    assert shop.post(event) == 200
    assert not is_paid(invoice)
    assert Payment.objects.get().status == Payment.Status.QUARANTINED
    page = as_olga.get("/office/payments/").content.decode()
    assert event["id"] in page
    # The gateway's own, true event does not settle it behind the staff's back.
    assert shop.post(paid_event | {"id": "evt_again"}) == 200
    assert not is_paid(invoice)


def test_an_event_about_a_payment_that_is_not_ours_is_held(
    shop: Any, paid_event: Any, invoice: Invoice
) -> None:
    event = copy.deepcopy(paid_event)
    event["data"]["object"]["metadata"]["payment_uuid"] = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
    assert shop.post(event) == 200
    assert not is_paid(invoice)
    assert [one.kind for one in payments.held_events()] == ["checkout.session.completed"]


def test_an_event_of_another_portal_on_the_same_account_is_left_alone(
    shop: Any, invoice: Invoice, paid_event: Any
) -> None:
    event = copy.deepcopy(paid_event)
    event["data"]["object"]["metadata"]["tenant"] = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
    assert shop.post(event) == 200
    assert not is_paid(invoice)
    assert payments.held_events() == []


def test_staff_release_a_held_payment_by_asking_the_gateway(
    shop: Any, invoice: Invoice, paid_event: Any, as_olga: Any
) -> None:
    event = copy.deepcopy(paid_event)
    event["data"]["object"]["amount_total"] = 1
    shop.post(event)
    (held,) = payments.held()
    assert as_olga.post(f"/office/payments/{held.uuid}/release/").status_code == 302
    assert is_paid(invoice)


def test_a_refund_that_comes_before_its_payment_converges(shop: Any, invoice: Invoice, gateway: Any) -> None:
    intent = shop.account.all("payment_intent")[0]["id"]
    client_with("sk_test_alpha").v1.refunds.create({"payment_intent": intent, "amount": 4_000})
    assert shop.deliver("charge.refunded") == 200
    assert shop.deliver("checkout.session.completed") == 200
    assert shop.deliver("charge.refunded") == 200
    assert is_paid(invoice)
    assert invoice.refunded_minor == 4_000
    kinds = [entry.kind for entry in ledger.entries(str(invoice.uuid))]
    assert sorted(kinds) == ["refund", "sale"]


def test_events_in_reverse_order_converge(shop: Any, invoice: Invoice) -> None:
    for event in reversed(shop.events()):
        assert shop.post(event) == 200
    assert is_paid(invoice)
    assert len(ledger.entries(str(invoice.uuid))) == 1


@pytest.mark.django_db(transaction=True)
def test_ten_times_at_once_has_one_effect(
    shop: Any, invoice: Invoice, paid_event: Any, reseller: Any
) -> None:
    answers = at_once(reseller, [lambda: shop.post(paid_event)] * 10)
    assert answers == [200] * 10
    with acting_in(reseller):
        assert is_paid(invoice)
        assert GatewayEvent.objects.count() == 1
        assert len(ledger.entries(str(invoice.uuid))) == 1
        run_due()
        assert Order.objects.get().lines.get().service.status == "active"
        assert len(ledger.entries(str(invoice.uuid))) == 1
