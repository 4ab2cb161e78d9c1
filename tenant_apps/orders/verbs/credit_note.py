"""Credit an invoice by hand: take it off what is due, and give back what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money, total
from shared_apps.payments.door import RefundCard

from ..announcements import announce_credit
from ..errors import CreditTooLarge, InvoiceNotOpen
from ..models import CreditNote, Invoice, InvoiceLine
from .asking import ask_once, refuse_other
from .book import book_whole
from .effects import follow_payment
from .note import Credits, write_note
from .refund import refund_invoice

To = CreditNote.To


@dataclass(frozen=True, slots=True)
class Credited:
    """What came of it: the note for what was due, and the refund of what was paid (its note comes with it)."""

    note: CreditNote | None
    refund: RefundCard | None


def credit_invoice(
    invoice: Invoice,
    amount: Money | Sequence[tuple[InvoiceLine, Money]],
    *,
    reason: str,
    to: str = To.SOURCE,
    key: UUID | None = None,
    by: Actor,
) -> Credited:
    """Credit an amount, or amounts of lines, of an issued invoice; `key` makes it one.

    First what is still due is taken off; the rest is given back of what was paid: `to` the source or the
    account credit, while "none" gives nothing back. Not inside a transaction. Raises `CreditTooLarge`,
    `InvoiceNotOpen` for a draft or a void one, and as `refund_invoice` does: also for a known key.
    """
    lines: Credits = () if isinstance(amount, Money) else amount
    wanted = amount if isinstance(amount, Money) else total([one for _, one in amount], invoice.currency)
    wish = _Wish(wanted, lines, reason, to, key or uuid4())
    note, rest = _take_off(invoice, wish, by=by)
    refund = None
    if rest:
        invoice.refresh_from_db()
        is_credit = to == To.CREDIT
        refund = refund_invoice(invoice, rest, reason=reason, key=wish.key, to_credit=is_credit, by=by)
    return Credited(note, refund)


@dataclass(frozen=True, slots=True)
class _Wish:
    amount: Money
    lines: Credits
    reason: str
    to: str
    key: UUID


@transaction.atomic
def _take_off(invoice: Invoice, wish: _Wish, *, by: Actor) -> tuple[CreditNote | None, Money]:
    """The note for what was due, and what is left to be given back."""
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("order", "client")
    invoice = rows.get(pk=invoice.pk)
    known = CreditNote.objects.filter(key=wish.key, invoice=invoice).first()
    if known:
        rest = wish.amount - Money(known.credited_minor, known.currency)
        refuse_other(invoice, rest, wish.key, to_credit=wish.to == To.CREDIT)
        return known, rest
    credited = _of_what_is_due(invoice, wish)
    rest = wish.amount - credited
    if not credited:
        return None, rest
    note = write_note(
        invoice,
        credited=credited,
        to=To.NONE,
        reason=wish.reason,
        key=wish.key,
        lines=() if rest else wish.lines,
        by=by,
    )
    if not rest:
        # All of it was taken off what is due: nothing is left to be given back under this key.
        ask_once(invoice, rest, wish.key, to_credit=wish.to == To.CREDIT)
    _count(invoice, note, keeps=invoice.refundable > rest, by=by)
    announce_credit(invoice, note)
    return note, rest


def _of_what_is_due(invoice: Invoice, wish: _Wish) -> Money:
    """What of the wish is taken off the amount due; `CreditTooLarge` where it asks for more than there is."""
    if invoice.status in {Invoice.Status.DRAFT, Invoice.Status.VOID}:
        raise InvoiceNotOpen(invoice.label)
    left = invoice.due if wish.to == To.NONE else invoice.due + invoice.refundable
    if wish.amount.currency != invoice.currency or not 0 < wish.amount.minor <= left.minor:
        raise CreditTooLarge(left)
    return min(wish.amount, invoice.due, key=lambda one: one.minor)


def _count(invoice: Invoice, note: CreditNote, *, keeps: bool, by: Actor) -> None:
    """Less is due. Nothing due any more: it is paid where money stays in it, else it is done with."""
    is_whole = note.credited_minor == invoice.due.minor
    Invoice.objects.filter(pk=invoice.pk).update(credited_minor=invoice.credited_minor + note.credited_minor)
    invoice.credited_minor += note.credited_minor
    if not is_whole:
        record(invoice, "credit in part", by=by, reason=note.reason, minor=note.credited_minor)
    elif invoice.refundable:
        invoice.move(Invoice.Status.PAID, by=by, reason=note.reason, paid_at=now())
        book_whole(invoice, note.uuid)
        if keeps:
            follow_payment(invoice, by=by)
    else:
        invoice.move(Invoice.Status.REFUNDED, by=by, reason=note.reason)
