"""Credit notes: the document, with its number, for what is taken off an invoice."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db.models import Sum

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money

from ..models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from ..numbers import take_credit_note_number
from ..queries import billing_settings

Credits = Sequence[tuple[InvoiceLine, Money]]
_Part = tuple[str, InvoiceLine | None, Money]


def write_note(
    invoice: Invoice,
    *,
    to: str,
    reason: str,
    by: Actor,
    credited: Money | None = None,
    returned: Money | None = None,
    refund_uuid: UUID | None = None,
    key: UUID | None = None,
    lines: Credits = (),
) -> CreditNote:
    """A note about an invoice, in the caller's transaction: `credited` was still due, `returned` had been paid.

    Its tax is the invoice's in proportion, rounded over all notes together: those that take back everything
    take back all of the tax.
    """
    zero = Money.zero(invoice.currency)
    amount = (credited or zero) + (returned or zero)
    tax = _tax(invoice, amount)
    note = CreditNote.objects.create(
        number=take_credit_note_number(billing_settings()),
        client=invoice.client,
        billed_to=invoice.billed.saved,
        invoice=invoice,
        to=to,
        currency=invoice.currency,
        net_minor=(amount - tax).minor,
        tax_minor=tax.minor,
        total_minor=amount.minor,
        credited_minor=(credited or zero).minor,
        returned_minor=(returned or zero).minor,
        refund_uuid=refund_uuid,
        key=key or uuid4(),
        reason=reason,
        issued_at=now(),
    )
    CreditNoteLine.objects.bulk_create(_lines(note, invoice, lines, tax))
    record(note, "issue", by=by, reason=reason, total_minor=amount.minor)
    return note


def _tax(invoice: Invoice, amount: Money) -> Money:
    before = invoice.credit_notes.aggregate(sum=Sum("total_minor"))["sum"] or 0
    return invoice.tax.fraction(before + amount.minor, invoice.total_minor) - invoice.tax.fraction(
        before, invoice.total_minor
    )


def _lines(note: CreditNote, invoice: Invoice, credits: Credits, tax: Money) -> list[CreditNoteLine]:
    """A row for each line that is credited; one for the whole where none is named."""
    parts: list[_Part] = [(line.name, line, amount) for line, amount in credits if amount]
    if sum(amount.minor for _, _, amount in parts) != note.total_minor:
        parts = [(invoice.label, None, note.total)]
    taxes = tax.split([amount.minor for _, _, amount in parts])
    return [
        CreditNoteLine(
            note=note,
            invoice_line=line,
            name=name,
            net_minor=(amount - part).minor,
            tax_minor=part.minor,
            total_minor=amount.minor,
            currency=note.currency,
            tax_name=line.tax_name if line else "",
            tax_bp=line.tax_bp if line else 0,
        )
        for (name, line, amount), part in zip(parts, taxes, strict=True)
    ]
