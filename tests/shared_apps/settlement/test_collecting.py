"""The operator collects for a reseller: its account takes the money, its webhook finds the payment."""

from __future__ import annotations

import json
import time
from uuid import uuid4

import httpx
import pytest
from django.test import Client as Browser

from branding.queries import brand_of
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.deliveries import signature
from shared_apps.agenda.door import run_due
from shared_apps.kernel.money import Money
from shared_apps.ledger.proof import checks
from shared_apps.payments import door as payments
from shared_apps.payments.errors import MethodUnavailable
from shared_apps.payments.models import GatewayEvent, Payment, Refund
from shared_apps.settlement.door import account_tenant, refund_missing
from shared_apps.settlement.errors import NameNotConfirmed, NothingOwed
from shared_apps.settlement.models import CarriedFee, HeldRefund, SettlementTerms
from shared_apps.settlement.queries import funds_of, operator_id
from shared_apps.settlement.verbs import TermsWish, TransferWish, pay_out, set_terms, top_up
from shared_apps.settlement.verbs.holding import approve_refund, hold_refund, refuse_refund
from tenant_apps.orders.errors import RefundHeld
from tenant_apps.orders.models import Invoice, Service
from tenant_apps.orders.verbs import refund_invoice
from tenant_apps.orders.verbs.operate import work_operation
from tenants.context import acting_in
from tests.shared_apps.payments.test_saved_cards import charge_wish, save
from tests.shared_apps.settlement.stage import BY, agree, stands

HOOK = "http://vitrine.localhost:8000/webhooks/stripe/"


class Platform:
    """The operator's account at the gateway, and the host that its events come to."""

    def __init__(self, gateway, operator) -> None:
        self.account, self.host = Account(gateway.store, "platform"), operator.canonical_host

    def newest(self, kind: str = "checkout.session.completed") -> dict:
        return next(one for one in self.account.all("event") if one["type"] == kind)

    def post(self, event: dict, secret: str = "") -> int:
        body = json.dumps(event).encode()
        key = secret or str(self.account.all("webhook_endpoint", status="enabled")[0]["_secret"])
        header = signature(key, int(time.time()), body)
        answer = Browser(HTTP_HOST=self.host).post(
            "/webhooks/stripe/", body, content_type="application/json", headers={"Stripe-Signature": header}
        )
        return answer.status_code


@pytest.fixture
def platform(shop, gateway, operator, alpha):
    agree(alpha, "reseller", "monthly")
    with acting_in(operator):
        payments.connect_stripe("sk_test_platform", webhook_url=HOOK, by=BY)
    agree(alpha, "platform")
    return Platform(gateway, operator)


def hold(wish, invoice, paid):
    return hold_refund(
        tenant_id=paid.tenant_id,
        key=wish.key,
        invoice_uuid=invoice.uuid,
        number=invoice.label,
        amount=wish.amount,
        missing=wish.amount,
        reason="",
        by=BY,
    )


def approve(held) -> None:
    approve_refund(held, by=BY)


def started(shop, client):
    invoice = shop.invoice(client)
    payment = shop.start(invoice)
    shop.pay_at_gateway(payment.redirect_url)
    return invoice, payment


def test_money_goes_to_the_operator_and_the_rest_is_owed(platform, shop, carls_client, alpha, reseller):
    """100.00 paid, of which 65.00 is wholesale: 35.00 less the fee is held for the reseller."""
    with acting_in(reseller):
        assert account_tenant() == operator_id()
        assert [one.gateway for one in payments.methods()] == ["stripe"]
        with pytest.raises(MethodUnavailable):
            shop.start(shop.invoice(carls_client), "bank")
        invoice, payment = started(shop, carls_client)
    event = platform.newest()
    assert event["data"]["object"]["metadata"]["tenant"] == str(reseller.uuid)
    assert "vitrine" not in json.dumps(event["data"]["object"]["metadata"]).lower()
    for _ in range(3):
        assert platform.post(event) == 200
    run_due()
    with acting_in(reseller):
        invoice.refresh_from_db()
        paid = Payment.objects.get(uuid=payment.payment_uuid)
    assert (invoice.status, paid.is_collected, GatewayEvent.objects.count()) == ("paid", True, 1)
    assert stands(alpha) == (0, 0, 0, 10_000 - 6500 - paid.fee_minor)
    # What is agreed later changes nothing for it: the refund goes through the operator's account.
    agree(alpha, "reseller", "monthly")
    wish = payments.RefundWish(paid.uuid, paid.amount, "", uuid4())
    with acting_in(reseller):
        # 100.00 is more than what is held: the operator bears the rest, so it says yes first.
        with pytest.raises(payments.RefundBeyondHeld) as beyond:
            payments.refund(wish, by=BY)
        assert beyond.value.missing.minor == 6500 + paid.fee_minor
        approve(hold(wish, invoice, paid))
        assert payments.refund(wish, by=BY).is_done
    run_due()
    # 100.00 went out again; the wholesale of the refund is settled by the new terms.
    assert stands(alpha) == (-6500, 0, 0, 10_000 - 6500 - paid.fee_minor - 10_000)
    assert [gap for one in checks() for gap in one.search()] == []


@pytest.mark.parametrize("wrong", ["tenant", "payment", "amount"])
def test_what_does_not_fit_is_held(wrong, platform, shop, carls_client, reseller, other_reseller, operator):
    """RELIABILITY 15: another tenant's name, an unknown payment, another amount."""
    with acting_in(reseller):
        _, payment = started(shop, carls_client)
    event = platform.newest()
    about = event["data"]["object"]
    if wrong == "tenant":
        about["metadata"]["tenant"] = str(other_reseller.uuid)
    elif wrong == "payment":
        about["metadata"]["payment_uuid"] = str(other_reseller.uuid)
    else:
        about["amount_total"] = 1
    assert platform.post(event) == 200
    status = Payment.objects.get(uuid=payment.payment_uuid).status
    assert status == ("quarantined" if wrong == "amount" else "started")
    with acting_in(operator):
        assert len(payments.held_events()) == 1


def test_the_client_sees_the_resellers_name_where_the_operator_collects(
    platform, shop, carls_client, reseller
):
    with acting_in(reseller):
        name = brand_of(reseller).name
        page = httpx.get(shop.start(shop.invoice(carls_client)).redirect_url).text
    assert name in page
    assert "Platform" not in page
    session = platform.account.all("checkout.session")[-1]
    assert session["_intent"]["statement_descriptor_suffix"] == name[:10].strip()


def test_a_card_that_the_resellers_own_account_holds_is_no_card_of_the_operators(
    gateway, operator, alpha, shop, carls_client, reseller
):
    with acting_in(operator):
        payments.connect_stripe("sk_test_platform", webhook_url=HOOK, by=BY)
    with acting_in(reseller):
        card, invoice = save(shop, carls_client), shop.invoice(carls_client)
    agree(alpha, "platform")
    with acting_in(reseller):
        assert payments.cards_of(carls_client.uuid) == []
        assert payments.card_named(f"card-{card.uuid}", carls_client.uuid) is None
        assert (
            payments.start(charge_wish(invoice, card), by=BY).payment.reason == "The saved card was removed."
        )


def test_a_forged_event_is_refused(platform, shop, carls_client, reseller):
    """RELIABILITY 14: another secret; and the operator's event at the reseller's host."""
    with acting_in(reseller):
        started(shop, carls_client)
    event = platform.newest()
    assert platform.post(event, secret="whsec_other") == 400
    own = str(platform.account.all("webhook_endpoint", status="enabled")[0]["_secret"])
    assert shop.post(event, secret=own) == 400
    assert not GatewayEvent.objects.exists()


def test_what_was_sold_waits_for_the_top_up(shop, carls_client, alpha, reseller):
    """The sale stands and 65.00 is owed; nothing is set up until it has come in."""
    agree(alpha, waits_when_empty=True)
    with acting_in(reseller):
        invoice = shop.paid(carls_client)
        run_due()
        service = Service.objects.get()
        assert (invoice.status, service.status, stands(alpha)) == ("paid", "pending", (6500, 0, 0, 0))
        top_up(alpha, TransferWish(Money(6500, "TRY")), by=BY)
        work_operation(service.operations.get().pk, by=BY)
        service.refresh_from_db()
        assert (service.status, stands(alpha)) == ("active", (0, 0, 0, 0))


def test_a_refund_beyond_what_is_held_waits_for_the_operator(
    platform, shop, carls_client, alpha, reseller, operator
):
    """100.00 came, 65.00 is wholesale: a refund takes 35.00 of what is held, which is 35.00 less the fee and 0.01."""
    with acting_in(reseller):
        invoice, _payment = started(shop, carls_client)
    platform.post(platform.newest())
    run_due()
    key, fee = uuid4(), Payment.objects.get().fee_minor
    pay_out(alpha, TransferWish(Money(1, "TRY")), by=BY)

    def ask():
        with acting_in(reseller):
            return refund_invoice(Invoice.objects.get(), Money(10_000, "TRY"), reason="Gone", key=key, by=BY)

    for _ in range(2):
        with pytest.raises(RefundHeld) as held:
            ask()
        assert held.value.missing.minor == fee + 1
    waiting = HeldRefund.objects.get()
    assert (waiting.amount_minor, waiting.missing_minor) == (10_000, fee + 1)
    assert stands(alpha)[3] == 3500 - fee - 1
    approve_refund(waiting, by=BY)
    # What was agreed to is good for no more than that, under the same key too.
    HeldRefund.objects.update(amount_minor=9_999)
    with pytest.raises(RefundHeld):
        ask()
    HeldRefund.objects.update(amount_minor=10_000)
    run_due()
    assert stands(alpha)[3] == -fee - 1
    with acting_in(reseller):
        assert Invoice.objects.get(pk=invoice.pk).status == "refunded"
    assert [gap for one in checks() for gap in one.search()] == []
    assert not CarriedFee.objects.exists()


def test_the_lost_fee_of_the_very_payment_needs_nobody(platform, shop, carls_client, alpha, reseller):
    """35.00 less the fee is held; all of it goes back in two parts, and the reseller owes exactly the fee."""
    with acting_in(reseller):
        started(shop, carls_client)
    platform.post(platform.newest())
    run_due()
    fee = Payment.objects.get().fee_minor
    with acting_in(reseller):
        invoice = Invoice.objects.get()
        assert refund_missing(invoice.uuid, invoice.total).minor == 0
        for minor in (9_000, 1_000):
            assert refund_invoice(invoice, Money(minor, "TRY"), reason="Gone", key=uuid4(), by=BY).is_done
            invoice.refresh_from_db()
    assert stands(alpha) == (0, 0, 0, -fee)
    assert sum(one.minor for one in CarriedFee.objects.all()) == fee
    assert [gap for one in checks() for gap in one.search()] == []
    for planted in (fee + 1, 9_999):
        CarriedFee.objects.order_by("pk").update(minor=planted)
        assert {one.name for one in checks() if list(one.search())} == {"carried_fees_match"}


def test_a_refused_refund_stays_refused(platform, shop, carls_client, alpha, reseller, monkeypatch):
    with acting_in(reseller):
        started(shop, carls_client)
    platform.post(platform.newest())
    run_due()
    pay_out(alpha, TransferWish(Money(1, "TRY")), by=BY)
    key = uuid4()
    with acting_in(reseller), pytest.raises(RefundHeld):
        refund_invoice(Invoice.objects.get(), Money(10_000, "TRY"), reason="Gone", key=key, by=BY)
    refuse_refund(HeldRefund.objects.get(), note="Top up first.", by=BY)
    run_due()
    assert not Refund.objects.exists()
    # What is covered needs nobody: half takes 17.50 of what is held, also before it is in the books.
    monkeypatch.setattr("tenant_apps.orders.verbs.refund.apply_refund", lambda *_args, **_words: False)
    half = Money(5000, "TRY")
    with acting_in(reseller):
        invoice = Invoice.objects.get()
        assert refund_invoice(invoice, half, reason="Half", key=uuid4(), by=BY).is_done
        with pytest.raises(RefundHeld):
            refund_invoice(invoice, half, reason="Half", key=uuid4(), by=BY)
    free = dict(funds_of(alpha.pk, "TRY"))["collected"]
    assert free.minor < stands(alpha)[3]
    with pytest.raises(NothingOwed):
        pay_out(alpha, TransferWish(Money(max(1, free.minor + 1), "TRY")), by=BY)


def test_the_platform_collects_only_under_a_name_that_somebody_has_confirmed(alpha):
    with pytest.raises(NameNotConfirmed):
        set_terms(alpha, TermsWish("platform", "monthly"), by=BY)
    set_terms(alpha, TermsWish("platform", "monthly", neutral_name=True), by=BY)
    confirmed = SettlementTerms.objects.get().name_confirmed_at
    set_terms(alpha, TermsWish("platform", "prepaid"), by=BY)
    assert SettlementTerms.objects.get().name_confirmed_at == confirmed is not None
