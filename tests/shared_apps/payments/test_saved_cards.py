"""Saved cards: added by their holder alone, charged without them, never twice (RELIABILITY 7, 13, 18)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared_apps.agenda.door import run_due
from shared_apps.kernel.actor import Actor, NotWhileActing
from shared_apps.payments import door as payments
from shared_apps.payments.cards import StartWish
from shared_apps.payments.models import Payment, SavedCard
from tests.shared_apps.ledger.at_once import at_once
from tests.tenant_apps.orders.stage import ASKS, BY, CARD, DECLINED, HOST

LATER_DECLINED = "4000000000000341"
VISITOR = Actor.person(uuid4(), "Adel", acting_for="Carl")


def save_wish(client: Any) -> payments.SaveWish:
    page = f"{HOST}/my/cards/{{card}}/"
    return payments.SaveWish(client.uuid, client.name, client.email, client.currency, "en", page, page)


def save(shop: Any, client: Any, number: str = CARD) -> payments.CardOnFile:
    """A card that a client has added on the gateway's page."""
    url = payments.start_saving_card(save_wish(client), by=BY)
    shop.pay_at_gateway(url, number)
    card = SavedCard.objects.here().latest("pk")
    payments.finish_saving_card(card.uuid, client.uuid, by=BY)
    return next(one for one in payments.cards_of(client.uuid) if one.uuid == card.uuid)


def charge_wish(invoice: Any, card: payments.CardOnFile, **more: Any) -> StartWish:
    client = invoice.client
    return StartWish(
        shares=(payments.InvoiceShare(invoice.uuid, invoice.label, invoice.total),),
        client_uuid=client.uuid,
        client_name=client.name,
        client_email=client.email,
        gateway="stripe",
        description="Hosting",
        language="en",
        return_url=f"{HOST}/my/payments/{{payment}}/",
        cancel_url=f"{HOST}/my/payments/{{payment}}/",
        **{"card_uuid": card.uuid, "off_session": True, **more},
    )


def paid_charges(shop: Any) -> int:
    return len([one for one in shop.account.all("charge") if one["paid"]])


def test_a_card_is_saved_on_the_gateways_page(shop: Any, carls_client: Any) -> None:
    card = save(shop, carls_client)
    assert (card.label, card.is_default, card.is_expired) == ("Visa •••• 4242", True, False)
    assert (card.expires_month, card.expires_year) == (12, 2034)
    second = save(shop, carls_client, "5555555555554444")
    assert not second.is_default
    assert len(shop.account.all("customer")) == 1


def test_the_event_saves_a_card_whose_holder_never_came_back(shop: Any, carls_client: Any) -> None:
    shop.pay_at_gateway(payments.start_saving_card(save_wish(carls_client), by=BY))
    assert [shop.deliver("checkout.session.completed") for _ in range(3)] == [200, 200, 200]
    assert [one.label for one in payments.cards_of(carls_client.uuid)] == ["Visa •••• 4242"]


def test_a_card_that_is_refused_is_not_saved(shop: Any, carls_client: Any) -> None:
    url = payments.start_saving_card(save_wish(carls_client), by=BY)
    assert shop.pay_at_gateway(url, DECLINED).status_code == 402
    card = SavedCard.objects.here().get()
    assert payments.finish_saving_card(card.uuid, carls_client.uuid, by=BY) == "started"
    assert payments.cards_of(carls_client.uuid) == []


def test_a_card_typed_while_paying_is_kept_when_asked_for(shop: Any, carls_client: Any) -> None:
    invoice = shop.invoice(carls_client)
    wish = replace(charge_wish(invoice, payments.CardOnFile(uuid4(), uuid4(), "", 0, 0, False, False, None)))
    started = payments.start(replace(wish, card_uuid=None, off_session=False, keeps_card=True), by=BY)
    shop.pay_at_gateway(started.redirect_url)
    assert shop.deliver("checkout.session.completed") == 200
    [card] = payments.cards_of(carls_client.uuid)
    assert (card.label, card.is_default) == ("Visa •••• 4242", True)


def test_whoever_acts_for_a_client_neither_adds_nor_removes_a_card(shop: Any, carls_client: Any) -> None:
    """RELIABILITY 7: refused in the verb, not only hidden."""
    card = save(shop, carls_client)
    invoice = shop.invoice(carls_client)
    keeping = charge_wish(invoice, card, card_uuid=None, off_session=False, keeps_card=True)
    for deed in (
        lambda: payments.start_saving_card(save_wish(carls_client), by=VISITOR),
        lambda: payments.remove_card(card.uuid, carls_client.uuid, by=VISITOR),
        lambda: payments.make_default_card(card.uuid, carls_client.uuid, by=VISITOR),
        lambda: payments.start(keeping, by=VISITOR),
    ):
        with pytest.raises(NotWhileActing):
            deed()
    assert payments.cards_of(carls_client.uuid) == [card]


def test_a_card_is_its_clients_own(shop: Any, carls_client: Any, sams_client: Any) -> None:
    """RELIABILITY 1."""
    card = save(shop, carls_client)
    with pytest.raises(payments.UnknownCard):
        payments.remove_card(card.uuid, sams_client.uuid, by=BY)
    assert payments.cards_of(sams_client.uuid) == []


def test_a_removed_card_is_let_go_and_the_next_one_becomes_the_default(shop: Any, carls_client: Any) -> None:
    first, second = save(shop, carls_client), save(shop, carls_client, "5555555555554444")
    invoice = shop.invoice(carls_client)
    payments.remove_card(first.uuid, carls_client.uuid, by=BY)
    run_due()
    [left] = payments.cards_of(carls_client.uuid)
    assert (left.uuid, left.is_default) == (second.uuid, True)
    assert [one["_detached"] for one in shop.account.all("payment_method", customer=None)] == [True]
    assert payments.start(charge_wish(invoice, first), by=BY).payment.status == "declined"


def test_a_saved_card_is_charged_without_its_holder(shop: Any, carls_client: Any) -> None:
    # 10000 × 2.9 % + 30 = 320
    card, invoice = save(shop, carls_client), shop.invoice(carls_client)
    paid = payments.start(charge_wish(invoice, card), by=BY).payment
    assert (paid.status, paid.fee.minor) == ("settled", 320)
    run_due()
    invoice.refresh_from_db()
    assert invoice.status == "paid"


def test_a_charge_is_refunded_to_the_card(shop: Any, carls_client: Any) -> None:
    card, invoice = save(shop, carls_client), shop.invoice(carls_client)
    paid = payments.start(charge_wish(invoice, card), by=BY).payment
    done = payments.refund(payments.RefundWish(paid.uuid, paid.amount, "Sorry", uuid4()), by=BY)
    assert done.status == "done"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (LATER_DECLINED, "The bank declined the card."),
        (ASKS, "The bank wants you to confirm this payment yourself."),
    ],
)
def test_a_charge_that_is_refused_says_why(shop: Any, carls_client: Any, number: str, reason: str) -> None:
    url = payments.start_saving_card(save_wish(carls_client), by=BY)
    page = shop.pay_at_gateway(url, number)
    if number == ASKS:
        httpx.post(
            f"{shop.gateway.url}{page.headers['Location']}", data={"answer": "complete"}, trust_env=False
        )
    card = SavedCard.objects.here().get()
    payments.finish_saving_card(card.uuid, carls_client.uuid, by=BY)
    invoice = shop.invoice(carls_client)
    wish = charge_wish(invoice, payments.cards_of(carls_client.uuid)[0], key=uuid4())
    refused = payments.start(wish, by=BY).payment
    assert (refused.status, refused.reason) == ("declined", reason)
    # The same key again is the same refusal, another one a new try.
    assert payments.start(wish, by=BY).payment_uuid == refused.uuid
    assert payments.start(replace(wish, key=uuid4()), by=BY).payment_uuid != refused.uuid


def test_a_holder_who_is_there_confirms_to_the_bank(shop: Any, carls_client: Any) -> None:
    url = payments.start_saving_card(save_wish(carls_client), by=BY)
    page = shop.pay_at_gateway(url, ASKS)
    httpx.post(f"{shop.gateway.url}{page.headers['Location']}", data={"answer": "complete"}, trust_env=False)
    card = SavedCard.objects.here().get()
    payments.finish_saving_card(card.uuid, carls_client.uuid, by=BY)
    invoice = shop.invoice(carls_client)
    on_file = payments.cards_of(carls_client.uuid)[0]
    started = payments.start(charge_wish(invoice, on_file, off_session=False), by=BY)
    assert started.payment.status == "started"
    answer = httpx.post(started.redirect_url, data={"answer": "complete"}, trust_env=False)
    assert answer.headers["Location"].startswith(f"{HOST}/my/payments/{started.payment_uuid}/")
    assert payments.reconcile(started.payment_uuid, by=BY).status == "settled"


@pytest.mark.parametrize("kind", ["timeout_before", "timeout_after", "error_after"])
def test_a_charge_without_an_answer_is_resolved_and_made_once(
    shop: Any, carls_client: Any, gateway: Any, kind: str
) -> None:
    """RELIABILITY 18: looked for before it is sent again."""
    card, invoice = save(shop, carls_client), shop.invoice(carls_client)
    gateway.fault("alpha", kind, match="POST /v1/payment_intents", seconds=3)
    started = payments.start(charge_wish(invoice, card), by=BY)
    assert started.payment.status == "unknown"
    gateway.clear_faults()
    assert payments.start(charge_wish(invoice, card), by=BY).payment_uuid == started.payment_uuid
    assert payments.reconcile(started.payment_uuid, by=BY).status == "settled"
    assert paid_charges(shop) == 1


def test_a_charge_is_never_sent_again_once_its_key_is_forgotten(
    shop: Any, carls_client: Any, gateway: Any
) -> None:
    from datetime import timedelta

    card, invoice = save(shop, carls_client), shop.invoice(carls_client)
    gateway.fault("alpha", "reset_before", match="POST /v1/payment_intents")
    started = payments.start(charge_wish(invoice, card), by=BY)
    gateway.clear_faults()
    payment = Payment.objects.get(uuid=started.payment_uuid)
    Payment.objects.filter(pk=payment.pk).update(started_at=payment.started_at - timedelta(hours=24))
    assert payments.reconcile(started.payment_uuid, by=BY).status == "declined"
    assert paid_charges(shop) == 0


@pytest.mark.django_db(transaction=True)
def test_two_charges_at_once_take_the_money_once(shop: Any, carls_client: Any, reseller: Any) -> None:
    card, invoice = save(shop, carls_client), shop.invoice(carls_client)
    at_once(reseller, [lambda: _try(invoice, card)] * 4)
    assert paid_charges(shop) == 1


def _try(invoice: Any, card: payments.CardOnFile) -> str:
    try:
        return payments.start(charge_wish(invoice, card), by=BY).payment.status
    except payments.AlreadyPaid:
        return "paid"
