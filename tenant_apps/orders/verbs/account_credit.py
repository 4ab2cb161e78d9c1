"""Account credit: given and taken back by staff, and spent on invoices."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments
from tenant_apps.clients.models import Client

from ..errors import CreditTooLarge, InvoiceNotOpen
from ..models import Invoice
from .asking import asked_by
from .credit_note import credit_invoice
from .pay import start_wish
from .refund import refund_invoice
from .settle import settle_payment

_ENDED = "What it was for had ended."


@transaction.atomic
def add_credit(client: Client, amount: Money, *, reason: str, key: UUID | None = None, by: Actor) -> Money:
    """Give a client account credit; a negative amount takes some back. The new balance; `key` makes it one.

    It is the reseller's own money: the ledger takes it from the margin. Raises `CreditTooLarge` where more
    would be taken than there is, and `NotWhileActing`.
    """
    only_oneself(by)
    try:
        is_new = payments.change_credit(client.uuid, amount, reason=reason, key=key or uuid4())
    except payments.TooLittleCredit:
        raise CreditTooLarge(payments.credit_balance(client.uuid, amount.currency)) from None
    if is_new:
        verb = "add credit" if amount.minor > 0 else "take credit"
        record(client, verb, by=by, reason=reason, minor=amount.minor, currency=amount.currency)
    return payments.credit_balance(client.uuid, amount.currency)


def apply_credit(invoice: Invoice, *, amount: Money | None = None, by: Actor) -> Money:
    """Pay an open invoice, or a part of it, from the client's account credit; what was spent.

    As much as there is, unless an `amount` is named. Raises `InvoiceNotOpen`, `CreditTooLarge`, and as the
    payments' `start` does while another payment of it is under way.
    """
    if not invoice.is_open:
        raise InvoiceNotOpen(invoice.label)
    has = payments.credit_balance(invoice.client.uuid, invoice.currency)
    spent = amount or min(has, invoice.due, key=lambda one: one.minor)
    if spent > has or spent > invoice.due or spent.minor < 0:
        raise CreditTooLarge(min(has, invoice.due, key=lambda one: one.minor))
    if not spent:
        return spent
    started = payments.start(start_wish([(invoice, spent)], "credit"), by=by, is_offered=False)
    if not started.payment.is_settled:
        return Money.zero(invoice.currency)
    settle_payment(started.payment_uuid, by=by)
    invoice.refresh_from_db()
    return spent


def spend_credit(invoice_uuid: UUID | str, *, by: Actor) -> Money | None:
    """The agenda's form, where the tenant spends credit by itself; None while the client pays in another way."""
    invoice = Invoice.objects.select_related("client").get(uuid=invoice_uuid)
    if not invoice.is_open or any(one.is_open for one in payments.payments_of(invoice.uuid)):
        return None
    try:
        return apply_credit(invoice, by=by)
    except payments.PaymentRefused:
        # It was paid, or is being looked at, meanwhile.
        return None


def give_back_undelivered(invoice_uuid: UUID | str, minor: int, *, closes: bool, by: Actor) -> None:
    """The agenda's form: what was paid for nothing becomes account credit, once. Not inside a transaction."""
    invoice = Invoice.objects.get(uuid=invoice_uuid)
    key = uuid5(invoice.uuid, f"undelivered:{minor}")
    asked = asked_by(key)
    most = min(Money(minor, invoice.currency), invoice.refundable, key=lambda one: one.minor)
    # Done again, it is what it was the first time, though less is left by now.
    amount = asked.amount if asked else most
    if amount.minor > 0:
        refund_invoice(invoice, amount, reason=_ENDED, key=key, to_credit=True, by=by)
        invoice.refresh_from_db()
    if closes and invoice.is_open and invoice.due:
        credit_invoice(invoice, invoice.due, reason=_ENDED, to="none", key=uuid5(invoice.uuid, "end"), by=by)
