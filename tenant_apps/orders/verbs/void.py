"""Void an invoice that nobody has paid."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.payments import door as payments

from ..errors import InvoiceHasMoney
from ..models import Invoice


@transaction.atomic
def void_invoice(invoice: Invoice, *, reason: str, by: Actor) -> Invoice:
    """It is owed no more; its number stays taken. Money that still comes for it becomes account credit.

    Raises `InvoiceHasMoney` where money is in it or said to be on its way, `IllegalMove` where it is paid.
    """
    invoice = Invoice.objects.select_for_update().get(pk=invoice.pk)
    if invoice.paid_minor or invoice.credited_minor or _is_on_its_way(invoice):
        raise InvoiceHasMoney(invoice.label)
    invoice.move(Invoice.Status.VOID, by=by, reason=reason)
    return invoice


def _is_on_its_way(invoice: Invoice) -> bool:
    """A transfer with a receipt, or a payment whose fate is not known."""
    tries = payments.payments_of(invoice.uuid)
    return any(
        one.is_settled or one.status in {"unknown", "quarantined"} or (one.is_open and one.receipts)
        for one in tries
    )
