"""What the agenda does with an unpaid invoice, day by day, and that it stops once it is paid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.kernel import clock
from tenant_apps.notices.models import MailMessage
from tenant_apps.orders.models import BillingSettings, Invoice
from tenant_apps.orders.verbs.late_fee import add_late_fee
from tests.shared_apps.ledger.at_once import at_once
from tests.shared_apps.payments.test_saved_cards import LATER_DECLINED, paid_charges, save
from tests.tenant_apps.orders.stage import BY


@pytest.fixture
def on_day() -> Iterator[Callable[[float], None]]:
    """Move to so many days after the due date (seven days from now) and let the agenda work."""

    def move(days: float) -> None:
        clock.move_by(lambda: timedelta(days=7 + days, minutes=1))
        run_due()

    yield move
    clock.move_by(timedelta)


OWED = ("payment_reminder", "payment_overdue", "payment_overdue_last", "charge_soon", "charge_failed",
        "charge_failed_last", "late_fee_added")  # fmt: skip


def mails(*kinds: str) -> list[str]:
    """The kinds of mails about money owed that were written, oldest first."""
    known = kinds or OWED
    wanted = [f"orders/{kind}" for kind in known]
    found = MailMessage.objects.filter(template__in=wanted).order_by("pk").values_list("template", flat=True)
    return [name.removeprefix("orders/") for name in found]


def test_an_unpaid_invoice_is_spoken_of_on_its_days(shop: Any, carls_client: Any, on_day: Any) -> None:
    shop.invoice(carls_client)
    for day in (-4, -3, 0, 1, 2, 10, 20):
        on_day(day)
    assert mails() == ["payment_reminder", "payment_overdue", "payment_overdue_last"]
    last = MailMessage.objects.get(template="orders/payment_overdue_last")
    assert last.context["due"] == {"minor": 10_000, "currency": "TRY"}


def test_a_paid_invoice_is_left_alone(shop: Any, carls_client: Any, on_day: Any) -> None:
    BillingSettings.objects.create(pk=1, late_fee="percent", late_fee_bp=500)
    shop.paid(carls_client)
    on_day(-3)
    on_day(12)
    assert mails() == []
    assert not Invoice.objects.filter(cause="late_fee").exists()


def test_a_saved_card_pays_on_the_day_it_is_due(shop: Any, carls_client: Any, on_day: Any) -> None:
    save(shop, carls_client)
    invoice = shop.invoice(carls_client)
    on_day(-3)
    assert (mails(), paid_charges(shop)) == (["charge_soon"], 0)
    on_day(0)
    invoice.refresh_from_db()
    assert (invoice.status, paid_charges(shop)) == ("paid", 1)
    on_day(5)
    assert (mails(), paid_charges(shop)) == (["charge_soon"], 1)


def test_a_declined_card_is_tried_again_on_the_chosen_days_and_then_no_more(
    shop: Any, carls_client: Any, on_day: Any
) -> None:
    BillingSettings.objects.create(pk=1, retry_days=[2, 4], dunning=[{"days": 6, "mail": "payment_overdue"}])
    save(shop, carls_client, LATER_DECLINED)
    invoice = shop.invoice(carls_client)
    for day in (0, 1, 2, 3, 4, 5, 6, 30):
        on_day(day)
    assert mails() == ["charge_failed", "charge_failed", "charge_failed_last", "payment_overdue"]
    first = MailMessage.objects.filter(template="orders/charge_failed").order_by("pk").first()
    assert first and first.context["next_at"][:10] == (invoice.due_at + timedelta(days=2)).isoformat()[:10]
    assert len(shop.account.all("charge")) == 3


def test_a_card_that_recovers_pays_and_the_rest_stops(shop: Any, carls_client: Any, on_day: Any) -> None:
    save(shop, carls_client, LATER_DECLINED)
    invoice = shop.invoice(carls_client)
    on_day(0)
    from shared_apps.payments import door as payments

    good = save(shop, carls_client)
    payments.make_default_card(good.uuid, carls_client.uuid, by=BY)
    on_day(1)
    invoice.refresh_from_db()
    assert (invoice.status, mails(), paid_charges(shop)) == ("paid", ["charge_failed"], 1)
    on_day(9)
    assert mails() == ["charge_failed"]


@pytest.mark.parametrize("why", ["client", "tenant", "transfer"])
def test_nothing_is_charged_where_it_is_not_wanted(
    shop: Any, carls_client: Any, on_day: Any, why: str
) -> None:
    save(shop, carls_client)
    invoice = shop.invoice(carls_client)
    if why == "client":
        type(carls_client).objects.filter(pk=carls_client.pk).update(auto_charge=False)
    elif why == "tenant":
        BillingSettings.objects.create(pk=1, charges_cards=False)
    else:
        shop.start(invoice, "bank")
    on_day(0)
    on_day(3)
    assert paid_charges(shop) == 0


def test_a_charge_of_unknown_fate_is_resolved_before_another_is_tried(
    shop: Any, carls_client: Any, gateway: Any, on_day: Any
) -> None:
    """RELIABILITY 18."""
    save(shop, carls_client)
    invoice = shop.invoice(carls_client)
    gateway.fault("alpha", "error_after", match="POST /v1/payment_intents")
    on_day(0)
    gateway.clear_faults()
    on_day(0.01)
    on_day(1)
    invoice.refresh_from_db()
    assert (invoice.status, paid_charges(shop), mails()) == ("paid", 1, [])


def test_a_late_fee_is_billed_once(shop: Any, carls_client: Any, on_day: Any) -> None:
    # 5 % of 100.00 is 5.00
    BillingSettings.objects.create(
        pk=1, late_fee="percent", late_fee_bp=500, late_fee_after_days=4, dunning=[]
    )
    invoice = shop.invoice(carls_client)
    on_day(3)
    assert not Invoice.objects.filter(cause="late_fee").exists()
    for day in (4, 8, 30):
        on_day(day)
    fee = Invoice.objects.get(cause="late_fee")
    assert (fee.total.minor, fee.fee_of, fee.status) == (500, invoice, "open")
    assert add_late_fee(invoice, by=BY) is None
    assert add_late_fee(fee, by=BY) is None
    assert mails() == ["late_fee_added"]


@pytest.mark.django_db(transaction=True)
def test_two_who_add_a_late_fee_at_once_add_one(
    shop: Any, carls_client: Any, reseller: Any, on_day: Any
) -> None:
    BillingSettings.objects.create(
        pk=1, late_fee="amount", late_fee_minor=700, dunning=[], late_fee_after_days=90
    )
    invoice = shop.invoice(carls_client)
    clock.move_by(lambda: timedelta(days=30))
    at_once(reseller, [lambda: add_late_fee(invoice, by=BY)] * 4)
    assert Invoice.objects.filter(cause="late_fee").count() == 1
