"""What is added to an invoice that stays unpaid: a bill of its own, once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from ..announcements import announce_invoice
from ..dunning import late_fee
from ..models import Invoice, InvoiceLine
from ..queries import billing_settings
from .bill import LineDraft, issue


@transaction.atomic
def add_late_fee(invoice: Invoice, *, by: Actor) -> Invoice | None:
    """The late fee of an open invoice; None where it has one, is one itself, or the fee comes to nothing."""
    invoice = Invoice.objects.select_for_update(of=("self",)).select_related("client").get(pk=invoice.pk)
    is_due = invoice.is_overdue and invoice.cause != Invoice.Cause.LATE_FEE
    if not is_due or Invoice.objects.filter(fee_of=invoice).exists():
        return None
    settings = billing_settings()
    amount = late_fee(settings, invoice.due, current_tenant().currency)
    if amount.minor <= 0:
        return None
    with override(invoice.client.language or current_tenant().default_language):
        name = _("Late fee for invoice %(number)s") % {"number": invoice.number}
    line = LineDraft(name=name, quantity=1, unit=amount, kind=InvoiceLine.Kind.LATE_FEE)
    due_at = now() + timedelta(days=settings.due_days)
    fee = issue(
        invoice.client, [line], cause=Invoice.Cause.LATE_FEE, due_at=due_at, by=by, order=invoice.order
    )
    if fee:
        Invoice.objects.filter(pk=fee.pk).update(fee_of=invoice)
        announce_invoice(fee, template="late_fee_added")
    return fee
