"""Invoices that staff write by hand: drafted, changed, copied, sent; and reminders out of turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money
from shared_apps.kernel.taxes import TaxRate
from tenant_apps.clients.models import Client

from ..announcements import announce_invoice, announce_reminder
from ..dunning import Kind, Step
from ..errors import InvoiceNotOpen, NothingToBill
from ..following import card_to_charge
from ..models import Invoice, InvoiceLine
from .bill import LineDraft, draft, issue_draft, rewrite_draft


@dataclass(frozen=True, slots=True)
class DraftWish:
    """What a draft is to say."""

    lines: Sequence[LineDraft]
    due_at: datetime
    notes: str = ""


@transaction.atomic
def write_draft(client: Client, wish: DraftWish, *, by: Actor) -> Invoice:
    """A new draft. Raises `NothingToBill` without any line."""
    _refuse_empty(wish)
    invoice = draft(
        client, wish.lines, cause=Invoice.Cause.MANUAL, due_at=wish.due_at, notes=wish.notes, by=by
    )
    record(invoice, "draft", by=by, to_status=invoice.status, total_minor=invoice.total_minor)
    return invoice


@transaction.atomic
def change_draft(invoice: Invoice, wish: DraftWish, *, by: Actor) -> Invoice:
    """Other lines, another day, another note. Raises `InvoiceNotDraft`, `NothingToBill`."""
    _refuse_empty(wish)
    invoice = rewrite_draft(invoice, wish.lines, by=by)
    Invoice.objects.filter(pk=invoice.pk).update(due_at=wish.due_at, notes=wish.notes)
    invoice.due_at, invoice.notes = wish.due_at, wish.notes
    return invoice


@transaction.atomic
def send_draft(invoice: Invoice, *, by: Actor) -> Invoice:
    """Number it and mail it to the client. Raises `InvoiceNotDraft`, `NothingToBill`.

    A day to pay by that has passed meanwhile gives way to the tenant's own number of days.
    """
    due_at = invoice.due_at if invoice.due_at > now() else None
    invoice = issue_draft(invoice, due_at=due_at, by=by)
    announce_invoice(invoice, template="invoice_sent")
    return invoice


@transaction.atomic
def copy_invoice(invoice: Invoice, *, due_at: datetime, by: Actor) -> Invoice:
    """A draft with the same lines, that pays for no service."""
    lines = [_copied(line) for line in invoice.lines.order_by("pk")]
    return write_draft(invoice.client, DraftWish(lines, due_at, invoice.notes), by=by)


@transaction.atomic
def remind(invoice: Invoice, *, by: Actor) -> None:
    """Write to the client now; once a day, however often it is asked for. Raises `InvoiceNotOpen`."""
    if not invoice.is_open:
        raise InvoiceNotOpen(invoice.label)
    days = (timezone.localdate(now()) - timezone.localdate(invoice.due_at)).days
    mail = "payment_overdue" if invoice.is_overdue else "payment_reminder"
    step = Step(now(), Kind.MAIL, max(days, 0) if invoice.is_overdue else min(days, 0), mail)
    announce_reminder(invoice, step, card_to_charge(invoice))
    record(invoice, "remind", by=by)


def _refuse_empty(wish: DraftWish) -> None:
    if not wish.lines:
        raise NothingToBill("No lines.")


def _copied(line: InvoiceLine) -> LineDraft:
    return LineDraft(
        name=line.name,
        quantity=line.quantity,
        unit=line.unit,
        tax=TaxRate(line.tax_name, line.tax_bp, line.tax_inclusive),
        discount=Money(line.discount_minor, line.currency),
        kind=line.kind,
        sku=line.sku,
    )
