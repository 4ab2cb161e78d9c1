"""Account credit: spent once, never below zero."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountName, LegDraft, post
from shared_apps.payments import door as payments
from tenant_apps.orders.models import Invoice
from tenants.context import acting_in
from tests.shared_apps.ledger.at_once import at_once


def give_credit(client: Any, minor: int) -> None:
    """As a withdrawal to account credit does."""
    amount = Money(minor, "TRY")
    legs = [LegDraft(AccountName("payout_clearing"), amount), LegDraft(credit(client), -amount)]
    post(f"given:{client.uuid}:{minor}", kind="other", legs=legs)


def credit(client: Any) -> AccountName:
    return AccountName("client_credit", str(client.uuid))


def test_credit_pays_an_invoice_at_once(shop: Any, carls_client: Any) -> None:
    give_credit(carls_client, 12_000)
    invoice = shop.invoice(carls_client)
    assert shop.start(invoice, "credit").payment.status == "settled"
    invoice.refresh_from_db()
    assert invoice.status == Invoice.Status.PAID
    # 120.00 - 100.00 = 20.00 is left.
    assert payments.credit_balance(carls_client.uuid, "TRY") == Money(2_000, "TRY")


def test_too_little_credit_is_declined_and_nothing_is_taken(shop: Any, carls_client: Any) -> None:
    give_credit(carls_client, 9_999)
    invoice = shop.invoice(carls_client)
    assert shop.start(invoice, "credit").payment.status == "declined"
    assert payments.credit_balance(carls_client.uuid, "TRY") == Money(9_999, "TRY")
    assert shop.start(invoice, "bank").payment.status == "pending"


def test_it_is_offered_only_to_whoever_has_some(shop: Any, carls_client: Any, sams_client: Any) -> None:
    give_credit(carls_client, 500)
    due = Money(10_000, "TRY")
    carls = {one.gateway: one for one in payments.methods(client_uuid=carls_client.uuid, amount=due)}
    assert not carls["credit"].is_available
    assert "credit" not in {one.gateway for one in payments.methods(client_uuid=sams_client.uuid, amount=due)}


@pytest.mark.django_db(transaction=True)
def test_the_same_credit_is_not_spent_twice(shop: Any, carls_client: Any, reseller: Any) -> None:
    give_credit(carls_client, 15_000)
    invoices = [shop.invoice(carls_client) for _ in range(4)]
    started = at_once(reseller, [lambda one=one: shop.start(one, "credit") for one in invoices])
    # 150.00 covers one invoice of 100.00 and no second one.
    assert sorted(one.payment.status for one in started) == ["declined"] * 3 + ["settled"]
    with acting_in(reseller):
        assert payments.credit_balance(carls_client.uuid, "TRY") == Money(5_000, "TRY")
