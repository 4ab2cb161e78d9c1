"""A reseller pays the operator: one effect however the money comes, and both ledgers say the same."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shared_apps.agenda.door import run_due
from shared_apps.kernel.actor import Actor, NotWhileActing
from shared_apps.ledger import door as ledger
from shared_apps.ledger.proof import checks
from shared_apps.payments import door as payments
from shared_apps.payments.models import Payment
from shared_apps.settlement import paid
from shared_apps.settlement.door import bill_card
from shared_apps.settlement.errors import BalanceTooLow, BillNotOpen, UnknownBill
from shared_apps.settlement.models import Bill, BillingPolicy, Transfer
from shared_apps.settlement.owed import owed_by
from shared_apps.settlement.verbs import TransferWish, issue_statement, top_up, void_bill
from shared_apps.settlement.verbs.paying import (
    ask_top_up,
    go_on_paying,
    pay_from_balance,
    record_by_hand,
    show_receipt,
)
from shared_apps.settlement.verbs.taking import settle_payment
from tenants.context import acting_in
from tenants.models import Tenant
from tests.shared_apps.settlement.stage import BY, agree, lira, sell, stands
from tests.shared_apps.settlement.till import Till

PDF = b"%PDF-1.4 receipt"


def every_gap(*without: str):
    return [gap for one in checks() if one.name not in without for gap in one.search()]


def operators(operator, kind: str, party: str = "") -> int:
    with acting_in(operator):
        return ledger.balance(ledger.AccountName(kind, party), "TRY").minor


@pytest.fixture
def alpha(reseller):
    with acting_in(reseller):
        return Tenant.objects.get(pk=reseller.id)


@pytest.fixture
def till(operator, alpha, reseller):
    with acting_in(reseller):
        yield Till(None, operator, alpha)


@pytest.fixture
def card_till(gateway, operator, alpha, reseller):
    with acting_in(reseller):
        yield Till(gateway, operator, alpha)


def test_a_bill_paid_by_card_is_paid_once_however_often_it_is_told(card_till, alpha, operator):
    """RELIABILITY 13: the webhook five times, the page's own question, the agenda: one effect.

    100 with 20 % tax is 120; the gateway keeps its fee of it.
    """
    BillingPolicy.objects.create(tax_name="KDV", tax_bp=2000)
    told = []
    paid._paid["other"] = lambda card, by: told.append(card.number)
    try:
        bill = card_till.bill(kind="other")
        started = card_till.start(bill.uuid)
        assert card_till.start(bill.uuid).payment_uuid == started.payment_uuid
        card_till.pay_at_gateway(started.redirect_url)
        assert [card_till.hear(card_till.event()) for _ in range(5)] == [200] * 5
        for _ in range(2):
            go_on_paying(started.payment_uuid, tenant_uuid=alpha.uuid, by=BY)
        run_due()
    finally:
        paid._paid.pop("other")
    payment = Payment.objects.get()
    assert (payment.tenant_id, payment.client_uuid) == (operator.id, alpha.uuid)
    assert (bill_card(bill.uuid).status, told) == ("paid", [bill.number])
    assert Bill.objects.get().paid_by == "stripe"
    assert Transfer.objects.get().payment_uuid == payment.uuid
    assert stands(alpha) == (0, 0, 0, 0)
    # Margin: 100 net less the fee; the tax is owed.
    assert operators(operator, "tax_payable") == -2000
    assert operators(operator, "reseller_margin") == -(10_000 - payment.fee_minor)
    assert every_gap() == []


def test_a_payment_that_comes_after_all_becomes_balance(card_till, alpha):
    """The bill was voided while the reseller was at the gateway: its 100 are not lost."""
    bill = card_till.bill()
    started = card_till.start(bill.uuid)
    void_bill(bill.uuid, "Ordered twice.", by=BY)
    card_till.pay_at_gateway(started.redirect_url)
    go_on_paying(started.payment_uuid, tenant_uuid=alpha.uuid, by=BY)
    run_due()
    assert stands(alpha) == (0, 0, 10_000, 0)
    assert bill_card(bill.uuid).status == "void"
    assert every_gap() == []


def test_what_went_back_at_the_gateway_is_no_cost(card_till, alpha, operator):
    """100 paid, 40 returned by the operator's staff at the gateway: 60 is what the reseller paid."""
    bill = card_till.bill()
    started = card_till.start(bill.uuid)
    card_till.pay_at_gateway(started.redirect_url)
    go_on_paying(started.payment_uuid, tenant_uuid=alpha.uuid, by=BY)
    with acting_in(operator):
        payments.refund(payments.RefundWish(started.payment_uuid, lira(40), "", uuid4()), by=BY)
    run_due()
    with acting_in(alpha.record):
        assert ledger.balance(ledger.AccountName("platform_fees"), "TRY") == lira(60)
        assert ledger.balance(ledger.AccountName("settlement_clearing"), "TRY") == lira(-60)
    assert every_gap() == []


def test_a_top_up_and_a_statement_are_paid_by_card_too(card_till, alpha):
    agree(alpha, "reseller", "monthly")
    sell(50, 30)
    from shared_apps.kernel.clock import now

    statement = issue_statement("TRY", now(), by=BY)
    key = uuid4()
    wish = ask_top_up(alpha, lira(70), key=key, by=BY)
    assert ask_top_up(alpha, lira(70), key=key, by=BY) == wish
    for one in (statement, wish):
        started = card_till.start(one.uuid)
        card_till.pay_at_gateway(started.redirect_url)
        go_on_paying(started.payment_uuid, tenant_uuid=alpha.uuid, by=BY)
        with pytest.raises(BillNotOpen):
            card_till.start(one.uuid)
    run_due()
    assert stands(alpha) == (0, 0, 7000, 0)
    sales = {"sales_match_payments", "figures_match_sales"}
    assert every_gap(*sales) == []
    with acting_in(card_till.operator):
        amount = payments.latest()[0].amount
        payments.refund(payments.RefundWish(started.payment_uuid, amount, "", uuid4()), by=BY)
    run_due()
    # The top-up went back: 70 − 70.
    assert stands(alpha) == (0, 0, 0, 0)
    assert every_gap(*sales) == []


def test_a_transfer_is_shown_and_approved(till, alpha, operator):
    bill = till.bill()
    started = till.start(bill.uuid, "bank")
    assert started.instructions == "IBAN TR00"
    file = SimpleUploadedFile("r.pdf", PDF)
    show_receipt(started.payment_uuid, file, tenant_uuid=alpha.uuid, by=BY)
    with pytest.raises(payments.UnknownPayment):
        show_receipt(started.payment_uuid, file, tenant_uuid=uuid4(), by=BY)
    with acting_in(operator):
        payments.approve_transfer(started.payment_uuid, by=BY)
    run_due()
    assert (bill_card(bill.uuid).status, stands(alpha)) == ("paid", (0, 0, 0, 0))
    assert every_gap() == []


def test_the_balance_pays_a_bill_that_it_covers(till, alpha, operator):
    """50 do not cover 100; 120 do, and 20 are left. What was collected pays where the balance does not."""
    bill, other = till.bill(), till.bill(30)
    top_up(alpha, TransferWish(lira(50)), by=BY)
    with pytest.raises(BalanceTooLow) as refusal:
        pay_from_balance(bill.uuid, tenant_id=alpha.pk, by=BY)
    assert refusal.value.left == lira(50)
    top_up(alpha, TransferWish(lira(70)), by=BY)
    with pytest.raises(NotWhileActing):
        pay_from_balance(bill.uuid, tenant_id=alpha.pk, by=Actor.person(uuid4(), "O", acting_for="Olga"))
    assert pay_from_balance(bill.uuid, tenant_id=alpha.pk, by=BY).paid_by == "balance"
    with pytest.raises(BillNotOpen):
        pay_from_balance(bill.uuid, tenant_id=alpha.pk, by=BY)
    with pytest.raises(UnknownBill):
        pay_from_balance(other.uuid, tenant_id=alpha.pk + 1, by=BY)
    assert stands(alpha) == (0, 3000, 2000, 0)
    agree(alpha, "platform")
    sell(100, 60, gateway="stripe.collected")
    pay_from_balance(other.uuid, tenant_id=alpha.pk, by=BY)
    assert stands(alpha) == (0, 0, 2000, 1000)
    assert operators(operator, "settlement_clearing", str(alpha.uuid)) == 13_000
    assert every_gap("sales_match_payments", "figures_match_sales") == []


def test_money_written_down_by_staff_is_written_once(till, alpha, operator):
    bill, key = till.bill(), uuid4()
    with acting_in(operator):
        owed = owed_by(bill.uuid)
        cards = [record_by_hand(owed, method="transfer", reference="TX-1", key=key, by=BY) for _ in range(2)]
        assert cards[0].uuid == cards[1].uuid
        assert settle_payment(cards[0].uuid, by=BY) is False
        with pytest.raises(BillNotOpen):
            record_by_hand(owed_by(bill.uuid), method="cash", reference="", key=uuid4(), by=BY)
    assert (bill_card(bill.uuid).status, every_gap()) == ("paid", [])


def test_nobody_pays_anothers_bill(till, alpha, other_reseller):
    """RELIABILITY 1."""
    from shared_apps.settlement.verbs.paying import Way, begin_payment

    bill = till.bill()
    with pytest.raises(UnknownBill):
        begin_payment(bill.uuid, Way("bank", "p@example.com"), tenant_id=other_reseller.id, by=BY)
