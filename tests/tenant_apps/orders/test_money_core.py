"""Part payments, several invoices in one, overpayment, credit notes and account credit. Amounts in kuruş."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from shared_apps.agenda.door import run_due
from shared_apps.kernel.actor import Actor, NotWhileActing
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.kernel.taxes import TaxRate
from shared_apps.ledger import door as ledger
from shared_apps.payments import door as payments
from shared_apps.payments.models import PaymentShare
from tenant_apps.orders.errors import (
    AmountRefused,
    CreditTooLarge,
    InvoiceHasMoney,
    InvoiceNotDraft,
    InvoiceNotOpen,
    NothingToBill,
)
from tenant_apps.orders.models import BillingSettings, CreditNote, Invoice
from tenant_apps.orders.verbs import (
    LineDraft,
    add_credit,
    apply_credit,
    credit_invoice,
    draft,
    issue,
    issue_draft,
    pay_invoices,
    record_payment,
    refund_invoice,
    settle_payment,
    void_invoice,
)
from tenant_apps.orders.verbs.pay import Way
from tenants.context import acting_in
from tests.shared_apps.ledger.at_once import at_once
from tests.shared_apps.ledger.test_prove import prove
from tests.tenant_apps.orders.stage import BY, Shop

VAT = TaxRate("KDV", 2000, False)


def lira(minor: int) -> Money:
    return Money(minor, "TRY")


@pytest.fixture
def client(in_reseller: Any, carls_client: Any) -> Any:
    return carls_client


def bill(client: Any, minor: int = 10_000, **more: Any) -> Invoice:
    """An invoice of one line with 20 % tax on top; the operator is owed 65 % of the price."""
    line = LineDraft("Work", 1, lira(minor), VAT, wholesale=lira(minor * 65 // 100), **more)
    made = issue(client, [line], cause=Invoice.Cause.MANUAL, due_at=now() + timedelta(days=7), by=BY)
    assert made is not None
    return made


def pay(client: Any, *parts: tuple[Invoice, int], **more: Any) -> payments.PaymentCard:
    wish = [(invoice, lira(minor)) for invoice, minor in parts]
    card = record_payment(client, wish, method="cash", by=BY, **more)
    for invoice, _ in parts:
        invoice.refresh_from_db()
    return card


def legs(invoice: Invoice) -> dict[str, int]:
    """What all entries about an invoice moved, by account."""
    sums: dict[str, int] = {}
    for entry in ledger.entries(str(invoice.uuid)):
        for leg in entry.legs:
            sums[leg.account_kind] = sums.get(leg.account_kind, 0) + leg.amount.minor
    return {kind: minor for kind, minor in sums.items() if minor}


def credit_of(client: Any) -> int:
    return payments.credit_balance(client.uuid, "TRY").minor


def assert_proven() -> None:
    code, printed = prove()
    assert code == 0, printed


# Parts -------------------------------------------------------------------------------------------


def test_parts_make_it_whole_and_their_shares_add_up(client: Any) -> None:
    invoice = bill(client)  # 100.00 + 20.00
    pay(client, (invoice, 3_333))
    assert (invoice.state, invoice.due.minor) == ("partly_paid", 8_667)
    pay(client, (invoice, 3_333))
    pay(client, (invoice, 5_334))
    assert (invoice.status, invoice.due.minor) == ("paid", 0)
    # 120.00 in; tax 20.00, wholesale 65.00 exactly, over three parts; margin 35.00.
    assert legs(invoice) == {
        "gateway_clearing": 12_000, "tax_payable": -2_000, "wholesale_payable": -6_500, "reseller_margin": -3_500
    }  # fmt: skip
    assert len(ledger.entries(str(invoice.uuid))) == 3
    assert_proven()


def test_one_payment_pays_several_invoices(client: Any) -> None:
    first, second = bill(client), bill(client, 5_000)
    card = pay(client, (first, 12_000), (second, 2_000))
    assert (first.status, second.state, second.paid_minor) == ("paid", "partly_paid", 2_000)
    assert {share.invoice_number for share in card.shares} == {first.number, second.number}
    assert [one.uuid for one in payments.payments_of(second.uuid)] == [card.uuid]
    settle_payment(card.uuid, by=BY)
    second.refresh_from_db()
    assert second.paid_minor == 2_000
    assert_proven()


def test_what_is_too_much_becomes_account_credit(client: Any) -> None:
    invoice = bill(client)
    pay(client, (invoice, 15_000))
    assert (invoice.status, invoice.paid_minor, credit_of(client)) == ("paid", 12_000, 3_000)
    assert_proven()


def test_money_for_an_invoice_that_is_void_becomes_account_credit(client: Any, shop: Any) -> None:
    invoice = bill(client)
    started = shop.start(invoice, "bank")
    void_invoice(invoice, reason="A mistake.", by=BY)
    payments.approve_transfer(started.payment_uuid, by=BY)
    settle_payment(started.payment_uuid, by=BY)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_minor, credit_of(client)) == ("void", 0, 12_000)
    assert_proven()


def test_a_part_by_the_gateway_and_the_rest(client: Any, shop: Shop) -> None:
    """The fee of 2.9 % + 0.30 falls on the part that it was taken from."""
    invoice = bill(client)
    way = Way("stripe", "en", "https://a.example/{payment}", "https://a.example/{payment}")
    started = pay_invoices([invoice], way, amount=lira(2_000), by=BY)
    shop.pay_at_gateway(started.redirect_url)
    shop.deliver("checkout.session.completed")
    invoice.refresh_from_db()
    assert (invoice.paid_minor, legs(invoice)["gateway_fees"]) == (2_000, -88)
    with pytest.raises(AmountRefused):
        pay_invoices([invoice], way, amount=lira(10_001), by=BY)
    pay(client, (invoice, 10_000))
    assert invoice.status == "paid"
    assert_proven()


@pytest.mark.parametrize("minor", [0, -1, 12_001])
def test_amounts_out_of_range_are_refused(client: Any, minor: int) -> None:
    """RELIABILITY 24."""
    with pytest.raises(AmountRefused):
        pay_invoices([bill(client)], Way("bank", "en", "", ""), amount=lira(minor), by=BY)


def test_a_part_is_refused_where_the_tenant_takes_none(client: Any) -> None:
    BillingSettings.objects.create(pk=1, allows_parts=False)
    with pytest.raises(AmountRefused):
        pay_invoices([bill(client)], Way("bank", "en", "", ""), amount=lira(11_999), by=BY)


def test_an_invoice_has_one_open_payment_at_a_time(client: Any, shop: Any) -> None:
    """The database keeps it, whichever invoices a payment is for."""
    first, second = bill(client), bill(client)
    way = Way("bank", "en", "", "")
    both = pay_invoices([first, second], way, by=BY)
    again = pay_invoices([second, first], way, by=BY)
    assert again.payment_uuid == both.payment_uuid
    alone = pay_invoices([second], way, by=BY)
    assert payments.payment(both.payment_uuid).status == "cancelled"
    share = PaymentShare.objects.get(payment__uuid=alone.payment_uuid)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentShare.objects.filter(payment__uuid=both.payment_uuid, invoice_uuid=second.uuid).update(
            is_open=True
        )
    assert share.is_open


@pytest.mark.django_db(transaction=True)
def test_an_invoice_is_not_paid_twice_over_by_two_at_once(client: Any, reseller: Any) -> None:
    """Account credit settles as it starts: no open payment stops the second, but what was received does."""
    add_credit(client, lira(50_000), reason="A gift.", by=BY)
    invoice = bill(client)
    at_once(reseller, [lambda: apply_credit(Invoice.objects.get(pk=invoice.pk), by=BY)] * 4)
    with acting_in(reseller):
        invoice.refresh_from_db()
        assert (invoice.status, invoice.paid_minor, credit_of(client)) == ("paid", 12_000, 38_000)


def test_money_written_down_twice_by_one_form_counts_once(client: Any) -> None:
    invoice, key = bill(client), uuid4()
    assert pay(client, (invoice, 4_000), key=key).uuid == pay(client, (invoice, 4_000), key=key).uuid
    assert (invoice.paid_minor, credit_of(client)) == (4_000, 0)


def test_a_visitor_does_not_spend_what_the_client_has(client: Any) -> None:
    invoice = bill(client)
    add_credit(client, lira(20_000), reason="A present.", by=BY)
    visitor = Actor.person(uuid4(), "Adel", acting_for="Carl", is_client=True)
    for way in (Way("credit", "en", "", ""), Way("stripe", "en", "", "", card_uuid=uuid4())):
        with pytest.raises(NotWhileActing):
            pay_invoices([invoice], way, by=visitor)
    assert credit_of(client) == 20_000


def test_the_same_reference_is_written_down_once(client: Any) -> None:
    first, second = bill(client), bill(client)
    pay(client, (first, 12_000), reference="R-1")
    with pytest.raises(payments.ReferenceUsed):
        pay(client, (second, 12_000), reference="R-1")
    assert not any(one.is_open for one in payments.payments_of(second.uuid))


# Drafts and numbers ------------------------------------------------------------------------------


def test_a_draft_takes_no_number_until_it_is_issued(client: Any) -> None:
    line = LineDraft("Work", 2, lira(500), VAT, discount=lira(100))
    kept = draft(client, [line], cause="manual", due_at=now(), by=BY)
    dropped = draft(client, [line], cause="manual", due_at=now(), by=BY)
    assert (kept.number, kept.subtotal_minor, kept.discount_minor) == (None, 1_000, 100)
    assert (kept.tax_minor, kept.total_minor) == (180, 1_080)
    with pytest.raises(InvoiceNotOpen):
        pay(client, (kept, 1_080))
    void_invoice(dropped, reason="Not needed.", by=BY)
    first, second = bill(client), issue_draft(kept, by=BY)
    assert [int(str(one.number)[-5:]) for one in (first, second)] == [1, 2]
    with pytest.raises(InvoiceNotDraft):
        issue_draft(second, by=BY)
    with pytest.raises(NothingToBill):
        issue_draft(draft(client, [], cause="manual", due_at=now(), by=BY), by=BY)


def test_numbers_look_as_the_tenant_wants_them(client: Any) -> None:
    BillingSettings.objects.create(
        pk=1, invoice_prefix="F", number_separator="/", number_digits=3, number_calendar="jalali"
    )
    number = str(bill(client).number)
    assert number.startswith("F14")
    assert number.endswith("/001")


# Credit notes ------------------------------------------------------------------------------------


def test_a_credit_takes_off_what_is_due(client: Any) -> None:
    invoice = bill(client)
    done = credit_invoice(invoice, lira(3_000), reason="A promise.", to="none", by=BY)
    invoice.refresh_from_db()
    assert (invoice.due.minor, done.note.total_minor, done.note.tax_minor) == (9_000, 3_000, 500)
    pay(client, (invoice, 9_000))
    # 90 of 120: three quarters of the tax; what is given away is delivered, so the wholesale is owed wholly.
    assert invoice.status == "paid"
    assert legs(invoice)["wholesale_payable"] == -6_500
    assert legs(invoice)["tax_payable"] == -1_500
    with pytest.raises(CreditTooLarge):
        credit_invoice(invoice, lira(1), reason="More.", to="none", by=BY)
    assert_proven()


def test_what_is_paid_in_part_and_credited_is_owed_to_the_operator_wholly(client: Any) -> None:
    invoice = bill(client)
    pay(client, (invoice, 1))
    credit_invoice(invoice, lira(11_999), reason="A present.", to="none", by=BY)
    invoice.refresh_from_db()
    assert (invoice.status, legs(invoice)["wholesale_payable"]) == ("paid", -6_500)
    # Only the part that was paid for is taken back with it.
    refund_invoice(invoice, lira(1), reason="Back.", key=uuid4(), by=BY)
    assert legs(invoice)["wholesale_payable"] in {-6_499, -6_500}
    assert_proven()


def test_what_was_given_back_before_it_was_whole_is_owed_too(client: Any) -> None:
    invoice = bill(client)
    pay(client, (invoice, 7_200))
    refund_invoice(invoice, lira(7_200), reason="Back.", key=uuid4(), by=BY)
    assert "wholesale_payable" not in legs(invoice)
    invoice.refresh_from_db()
    pay(client, (invoice, invoice.due.minor))
    assert (invoice.status, legs(invoice)["wholesale_payable"]) == ("paid", -6_500)
    refund_invoice(invoice, lira(4_800), reason="Back.", key=uuid4(), by=BY)
    assert legs(invoice)["wholesale_payable"] == -3_900
    assert_proven()


def test_credits_of_the_whole_take_back_all_of_the_tax(client: Any) -> None:
    invoice = bill(client)
    for minor in (3_333, 3_333, 5_334):
        credit_invoice(Invoice.objects.get(pk=invoice.pk), lira(minor), reason="Back.", to="none", by=BY)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.state) == ("refunded", "credited")
    assert sum(CreditNote.objects.values_list("tax_minor", flat=True)) == 2_000
    assert not invoice.order


def test_a_credit_beyond_what_is_due_gives_back_what_was_paid(client: Any) -> None:
    invoice, key = bill(client), uuid4()
    pay(client, (invoice, 5_000))
    for _ in range(2):
        credit_invoice(invoice, lira(12_000), reason="All of it.", to="credit", key=key, by=BY)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.credited_minor, invoice.refunded_minor) == ("refunded", 7_000, 5_000)
    assert credit_of(client) == 5_000
    assert legs(invoice) == {"client_credit": -5_000, "gateway_clearing": 5_000}
    assert_proven()


def test_a_refund_to_credit_can_be_spent(client: Any) -> None:
    invoice, other = bill(client), bill(client)
    pay(client, (invoice, 12_000))
    refund_invoice(invoice, lira(6_000), reason="Half.", key=uuid4(), to_credit=True, by=BY)
    assert apply_credit(other, by=BY) == lira(6_000)
    assert (other.state, other.due.minor, credit_of(client)) == ("partly_paid", 6_000, 0)
    note = CreditNote.objects.get()
    assert (note.to, note.returned_minor, note.tax_minor) == ("credit", 6_000, 1_000)
    assert_proven()


def test_a_refund_of_several_payments_goes_back_to_each(client: Any) -> None:
    invoice = bill(client)
    pay(client, (invoice, 4_000))
    pay(client, (invoice, 8_000))
    refund_invoice(invoice, lira(10_000), reason="Back.", key=uuid4(), by=BY)
    invoice.refresh_from_db()
    assert [one.refunded.minor for one in payments.payments_of(invoice.uuid)] == [8_000, 2_000]
    assert (invoice.refunded_minor, CreditNote.objects.count()) == (10_000, 2)
    assert_proven()


def test_less_than_nothing_is_credited_with_a_note(client: Any) -> None:
    unused = LineDraft("Unused time", 1, lira(-5_000), VAT, wholesale=lira(-3_000))
    more = LineDraft("Less", 1, lira(2_000), VAT, wholesale=lira(1_000))
    assert issue(client, [unused, more], cause="change", due_at=now(), by=BY) is None
    note = CreditNote.objects.get()
    # 30.00 and 6.00 of tax; the operator gives 20.00 back.
    assert (note.total_minor, note.tax_minor, credit_of(client)) == (3_600, 600, 3_600)
    assert_proven()


# Account credit and void -------------------------------------------------------------------------


def test_staff_give_and_take_credit_and_never_below_zero(client: Any) -> None:
    key = uuid4()
    for _ in range(2):
        assert add_credit(client, lira(1_000), reason="A gift.", key=key, by=BY) == lira(1_000)
    with pytest.raises(CreditTooLarge):
        add_credit(client, lira(-1_001), reason="Too much.", by=BY)
    assert add_credit(client, lira(-400), reason="A mistake.", by=BY) == lira(600)
    assert_proven()


def test_credit_is_spent_by_itself_where_the_tenant_wants_it(client: Any) -> None:
    BillingSettings.objects.create(pk=1, spends_credit=True)
    add_credit(client, lira(2_000), reason="A gift.", by=BY)
    invoice = bill(client)
    run_due()
    invoice.refresh_from_db()
    assert (invoice.paid_minor, credit_of(client)) == (2_000, 0)


def test_an_invoice_with_money_in_it_is_not_voided(client: Any) -> None:
    invoice = bill(client)
    pay(client, (invoice, 1))
    with pytest.raises(InvoiceHasMoney):
        void_invoice(invoice, reason="No.", by=BY)
