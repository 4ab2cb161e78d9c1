"""`prove_ledger` is quiet on a sound ledger and finds each gap that is planted in it."""

from __future__ import annotations

import json
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from shared_apps.agenda.door import schedule
from shared_apps.commissions.models import Earning, Payout, Withdrawal
from shared_apps.commissions.verbs import approve_withdrawal, pay_withdrawal, reject_withdrawal
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import Refund, Sale, post_refund, post_sale
from shared_apps.ledger.proof import checks
from shared_apps.payments.models import Payment, PaymentShare
from shared_apps.payments.models import Refund as PaymentRefund
from shared_apps.reports.door import record_service
from tenants.context import acting_in, acting_on_shared_data, current_tenant
from tests.shared_apps.commissions.story import bring, buy, days_later, method_of, refund, withdraw
from tests.shared_apps.reports.told import service, tell_all


def prove(**options) -> tuple[int, str]:
    """The command's exit code and what it printed."""
    printed = StringIO()
    with acting_on_shared_data():
        try:
            call_command("prove_ledger", stdout=printed, **options)
        except SystemExit as left:
            return int(left.code or 0), printed.getvalue()
    return 0, printed.getvalue()


def gaps_of(name: str) -> list[str]:
    """The subjects of the gaps that one check finds."""
    with acting_on_shared_data():
        return [gap.subject for one in checks() if one.name == name for gap in one.search()]


def pay(invoice, minor: int, **changes) -> Payment:
    payment = Payment.objects.create(
        **{
            "tenant_id": current_tenant().id,
            "invoice_uuid": invoice,
            "invoice_number": "2026-0001",
            "client_uuid": uuid4(),
            "gateway": "stripe",
            "amount_minor": minor,
            "currency": "TRY",
            "status": "settled",
            "reference": f"pi_{invoice}",
            "started_at": now(),
            "settled_at": now(),
            **changes,
        }
    )
    PaymentShare.objects.create(
        tenant_id=payment.tenant_id,
        payment=payment,
        invoice_uuid=invoice,
        invoice_number=payment.invoice_number,
        amount_minor=minor,
        refunded_minor=payment.refunded_minor,
        currency="TRY",
        is_open=False,
    )
    return payment


def tamper(statement: str, *parameters: object) -> None:
    """Change what the triggers protect, as somebody with the database's keys could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("ledger_entry", "ledger_leg", "ledger_account"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        for table in ("ledger_entry", "ledger_leg", "ledger_account"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def story(in_reseller, carl, sam, olga):
    """Purchases, refunds before and after release, and withdrawals in every state."""
    client = bring(carl, sam)
    first, second = buy(client, 100_000), buy(client, 30_000)
    refund(first, 25_000, of=100_000)
    for minor in (40_000, 30_000, 26_000, 25_000):
        pay(buy_long_ago(client, minor * 5), minor * 5)
    pay(first, 100_000, refunded_minor=25_000)
    pay(second, 30_000)
    give_back(first, 25_000)
    method = method_of(carl)
    paid, rejected, approved, _requested = (
        withdraw(carl, minor, method) for minor in (40_000, 30_000, 26_000, 25_000)
    )
    approve_withdrawal(paid, by=olga.actor)
    pay_withdrawal(paid, reference="B-1", by=olga.actor)
    reject_withdrawal(rejected, reason="no", by=olga.actor)
    approve_withdrawal(approved, by=olga.actor)
    tell_all()
    record_service(service(100))
    return first


def buy_long_ago(client, minor: int):
    with days_later(-31):
        return buy(client, minor)


def give_back(invoice, minor: int) -> None:
    payment = Payment.objects.get(invoice_uuid=invoice)
    PaymentRefund.objects.create(
        tenant_id=payment.tenant_id,
        payment=payment,
        invoice_uuid=invoice,
        amount_minor=minor,
        currency="TRY",
        status="done",
        requested_at=now(),
        done_at=now(),
    )


def test_an_empty_ledger_holds(in_shared) -> None:
    code, printed = prove()
    assert code == 0
    assert "GAP" not in printed
    assert len(printed.splitlines()) == len(checks())


def test_a_sound_story_holds(story) -> None:
    code, printed = prove()
    assert "GAP" not in printed, printed
    assert code == 0


def test_each_check_is_one_query_over_all_tenants(story, django_assert_num_queries) -> None:
    with acting_on_shared_data(), django_assert_num_queries(len(checks())):
        for one in checks():
            list(one.search())


def test_it_speaks_json(story) -> None:
    Payout.objects.update(amount_minor=1)
    code, printed = prove(format="json")
    found = {one["check"]: one for one in json.loads(printed)}
    assert code == 1
    assert found["entries_balance"]["holds"] is True
    assert found["payouts_match"]["gaps"][0]["tenant_id"] == Payout.objects.get().tenant_id


ONE_LEG = "WHERE id = (SELECT min(id) FROM ledger_leg)"
OF_REFUNDS = "WHERE entry_id IN (SELECT id FROM ledger_entry WHERE kind = 'refund')"
PLANTED = {
    "entries_balance": f"UPDATE ledger_leg SET amount_minor = amount_minor + 1 {ONE_LEG}",
    "entries_whole": f"DELETE FROM ledger_leg {ONE_LEG}",
    "legs_belong": f"UPDATE ledger_leg SET currency = 'USD' {ONE_LEG}",
    "refunds_within_sales": f"UPDATE ledger_leg SET amount_minor = amount_minor * 100 {OF_REFUNDS}",
    "sales_match_payments": "UPDATE payments_paymentshare SET amount_minor = 100001 WHERE refunded_minor > 0",
    "shares_match_payments": "UPDATE payments_payment SET amount_minor = 100001 WHERE refunded_minor > 0",
    "refunds_match_payments": "UPDATE payments_refund SET amount_minor = amount_minor + 1",
    "earnings_match_sales": "UPDATE commissions_earning SET amount_minor = 1 WHERE reversed_minor = 0",
    "lines_match_earnings": "UPDATE commissions_earningline SET amount_minor = amount_minor + 1",
    "reversals_match_refunds": "UPDATE commissions_earning SET reversed_minor = 1 WHERE reversed_minor > 0",
    "pending_matches": "UPDATE commissions_earning SET status = 'available' WHERE status = 'pending'",
    "available_matches": "UPDATE commissions_earning SET status = 'reversed' WHERE status = 'available'",
    "reserved_matches": "UPDATE commissions_withdrawal SET status = 'rejected' WHERE status = 'requested'",
    "figures_match_sales": "UPDATE reports_salefact SET tax_minor = tax_minor + 1",
    "day_sums_are_facts": "UPDATE reports_freshsum SET net_minor = net_minor + 1",
    "recurring_is_moves": "UPDATE reports_servicefact SET recurring_minor = recurring_minor + 1",
    "payouts_match": "UPDATE commissions_withdrawal SET amount_minor = 1 WHERE status = 'paid'",
}
# Between resellers and the operator: tests/shared_apps/settlement plants these.
PLANTED_ELSEWHERE = {
    "bill_numbers_whole",
    "bills_add_up",
    "bills_are_sales",
    "bills_match",
    "carried_fees_match",
    "collected_is_moved",
    "prepaid_never_negative",
    "redeemed_matches",
    "shares_held_were_earned",
    "statements_match",
    "transfers_match",
    "wholesale_is_drawn",
}
# Between two resellers: tests/tenant_apps/orders/test_moves.py plants this one.
PLANTED_ELSEWHERE |= {"move_shares_match"}


# Money on its way to affiliates: tests/shared_apps/payouts plants these.
PLANTED_ELSEWHERE |= {
    "batch_lines_match",
    "batches_add_up",
    "clearing_matches",
    "payout_statements_match",
    "returns_match",
    "withholding_matches",
}


def test_it_finds_each_planted_gap(story) -> None:
    """One story for all of them: each gap is planted in it by itself and taken back."""
    assert [name for name in PLANTED if gaps_of(name)] == []
    assert [name for name in PLANTED if not is_found_when_planted(name)] == []


def is_found_when_planted(name: str) -> bool:
    with transaction.atomic():
        tamper(PLANTED[name])
        code, printed = prove()
        is_found = bool(gaps_of(name)) and code == 1 and "GAP" in printed
        transaction.set_rollback(True)
    return is_found


def test_every_check_has_a_planted_gap() -> None:
    assert {one.name for one in checks()} == PLANTED.keys() | PLANTED_ELSEWHERE


def test_a_sale_without_payment_is_a_gap(in_reseller, carl, sam) -> None:
    invoice = buy(bring(carl, sam), 100_000)
    assert gaps_of("sales_match_payments") == [f"invoice {invoice}"]


def test_a_payment_without_sale_is_a_gap(in_reseller) -> None:
    invoice = uuid4()
    pay(invoice, 100)
    assert gaps_of("sales_match_payments") == [f"invoice {invoice}"]


def test_a_payment_whose_sale_the_agenda_still_holds_is_no_gap(in_reseller) -> None:
    payment = pay(uuid4(), 100)
    schedule("orders.settle_invoice", {"payment_uuid": str(payment.uuid)}, key=str(payment.uuid))
    assert not gaps_of("sales_match_payments")


@pytest.mark.parametrize(("is_done", "is_posted"), [(True, False), (True, True), (False, True)])
def test_a_refund_that_the_agenda_still_holds_is_no_gap(in_reseller, is_done, is_posted) -> None:
    """Neither side of it counts until the work is done; without the work each is a gap."""
    invoice, zero = uuid4(), Money(0, "TRY")
    post_sale(Sale(invoice, "1", Money(500, "TRY"), "stripe", zero, zero, zero))
    pay(invoice, 500)
    give_back(invoice, 200)
    given = PaymentRefund.objects.get(invoice_uuid=invoice)
    PaymentRefund.objects.filter(pk=given.pk).update(status="done" if is_done else "unknown")
    if is_posted:
        post_refund(Refund(given.uuid, invoice, "1", Money(200, "TRY"), "stripe"))
    assert bool(gaps_of("refunds_match_payments")) is (is_done != is_posted)
    schedule("orders.record_refund", {"refund_uuid": str(given.uuid)}, key=str(given.uuid))
    assert not gaps_of("refunds_match_payments")


def test_the_same_invoice_number_at_two_resellers_is_two_things(reseller, other_reseller) -> None:
    invoice = uuid4()
    for tenant, currency in ((reseller, "TRY"), (other_reseller, "IRR")):
        with acting_in(tenant):
            zero = Money(0, currency)
            post_sale(Sale(invoice, "1", Money(500, currency), "stripe", zero, zero, zero))
            post_refund(Refund(uuid4(), invoice, "1", Money(500, currency), "stripe"))
    assert not gaps_of("refunds_within_sales")


def test_nothing_of_the_story_is_left_out(story) -> None:
    states = set(Withdrawal.objects.values_list("status", flat=True))
    assert states == {"requested", "approved", "paid", "rejected"}
    assert set(Earning.objects.values_list("status", flat=True)) == {"pending", "available"}
