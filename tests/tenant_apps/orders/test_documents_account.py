"""The account behind a statement: dated cases with the arithmetic beside them. All amounts in kuruş."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from shared_apps.kernel.money import Money
from tenant_apps.orders import account
from tenant_apps.orders.account import AccountTooLong, accounts_of
from tenant_apps.orders.models import AppliedPayment, AppliedRefund, Invoice

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def bill(shop: Any, carls_client: Any) -> Any:
    """An invoice of 100.00 issued on a day and, if one is given, paid on another."""

    def make(issued: datetime, paid: datetime | None = None, status: str = "open") -> Invoice:
        invoice: Invoice = shop.invoice(carls_client)
        values: dict[str, Any] = {"issued_at": issued, "status": status}
        if paid:
            values |= {"paid_at": paid, "paid_minor": invoice.total_minor, "status": "paid"}
            AppliedPayment.objects.create(
                invoice=invoice, payment_uuid=uuid4(), amount_minor=invoice.total_minor, at=paid
            )
        if status == "draft":
            values["number"] = None
        Invoice.objects.filter(pk=invoice.pk).update(**values)
        invoice.refresh_from_db()
        return invoice

    return make


def on(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def only(client: Any, period: tuple[date, date] = MARCH) -> Any:
    (found,) = accounts_of(client, *period)
    return found


def test_what_was_owed_before_is_carried_forward(bill: Any, carls_client: Any) -> None:
    bill(on(2, 1), paid=on(2, 20))
    bill(on(2, 10), paid=on(3, 5))
    bill(on(3, 7))
    bill(on(4, 1))
    found = only(carls_client)
    # 100 − 100 + 100 | − 100 + 100
    assert found.opening == Money(10_000, "TRY")
    assert [(entry.amount.minor, entry.balance.minor) for entry in found.entries] == [
        (-10_000, 0),
        (10_000, 10_000),
    ]
    assert (found.charged.minor, found.credited.minor, found.closing.minor) == (10_000, 10_000, 10_000)


def test_a_refund_takes_back_the_charge_and_gives_back_the_money(bill: Any, carls_client: Any) -> None:
    paid = bill(on(2, 1), paid=on(2, 2))
    AppliedRefund.objects.create(invoice=paid, refund_uuid=uuid4(), amount_minor=4000, at=on(3, 10))
    found = only(carls_client)
    assert [entry.amount.minor for entry in found.entries] == [-4000, 4000]
    assert (found.opening.minor, found.closing.minor) == (0, 0)


def test_void_invoices_and_drafts_are_no_part_of_it(bill: Any, carls_client: Any) -> None:
    bill(on(3, 1), status="void")
    bill(on(3, 2), status="draft")
    found = only(carls_client)
    assert not found.entries
    assert found.closing.minor == 0


def test_days_begin_and_end_where_the_reseller_is(bill: Any, carls_client: Any) -> None:
    bill(on(2, 28, 22))  # 1 March, 1:00 in Istanbul
    bill(on(3, 31, 22))  # 1 April there
    with timezone.override("Europe/Istanbul"):
        found = only(carls_client)
    assert [entry.at for entry in found.entries] == [on(2, 28, 22)]


def test_each_currency_has_an_account_of_its_own(bill: Any, carls_client: Any) -> None:
    bill(on(3, 1))
    foreign = bill(on(3, 2))
    Invoice.objects.filter(pk=foreign.pk).update(currency="USD")
    found = accounts_of(carls_client, *MARCH)
    assert [one.closing for one in found] == [Money(10_000, "TRY"), Money(10_000, "USD")]


def test_another_clients_entries_are_not_in_it(bill: Any, sams_client: Any) -> None:
    bill(on(3, 1))
    assert not only(sams_client).entries


def test_a_period_with_too_much_in_it_is_refused(
    bill: Any, carls_client: Any, as_carl: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(account, "MOST_ENTRIES", 1)
    bill(on(3, 1))
    bill(on(3, 2))
    with pytest.raises(AccountTooLong):
        accounts_of(carls_client, *MARCH)
    answer = as_carl.get("/my/invoices/statement/pdf/", {"start": "2026-03-01", "end": "2026-03-31"})
    assert answer.status_code == 422
    assert b"shorter" in answer.content


def test_the_page_asks_as_much_for_many_as_for_few(
    bill: Any, carls_client: Any, as_carl: Any, django_assert_max_num_queries: Any
) -> None:
    path = "/my/invoices/statement/?start=2026-03-01&end=2026-03-31"
    as_carl.get(path)
    for day in range(1, 6):
        bill(on(3, day), paid=on(3, day + 1))
    with django_assert_max_num_queries(16):
        assert as_carl.get(path).status_code == 200
