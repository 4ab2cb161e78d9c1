"""Pay an open invoice by one of the tenant's gateways."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from shared_apps.kernel.actor import Actor
from shared_apps.payments import door as payments
from shared_apps.payments.door import PaymentCard, Started, StartWish

from ..announcements import announce_transfer
from ..errors import InvoiceNotOpen
from ..models import Invoice
from .settle import settle_payment


@dataclass(frozen=True, slots=True)
class Way:
    """How a client pays: the gateway, the language of its page, and where it sends them back to."""

    gateway: str
    language: str
    return_url: str
    cancel_url: str


def pay_invoice(invoice: Invoice, way: Way, *, by: Actor) -> Started:
    """Begin to pay, or go on with the payment that is open. Not inside a transaction.

    Raises `InvoiceNotOpen`, and the door's `AlreadyPaid`, `MethodUnavailable`, `PaymentUnderReview`.
    """
    if not invoice.is_open:
        raise InvoiceNotOpen(invoice.label)
    client = invoice.client
    wish = StartWish(
        invoice_uuid=invoice.uuid,
        invoice_number=invoice.label,
        client_uuid=client.uuid,
        client_name=client.name,
        client_email=client.email,
        gateway=way.gateway,
        amount=invoice.total,
        description=", ".join(line.name for line in invoice.lines.order_by("pk")),
        language=way.language,
        return_url=way.return_url,
        cancel_url=way.cancel_url,
    )
    started = payments.start(wish, by=by)
    if started.payment.is_settled:
        settle_payment(started.payment_uuid, by=by)
    elif started.payment.status == "pending":
        announce_transfer(invoice, started)
    return started


def go_on_paying(payment_uuid: UUID, *, by: Actor) -> PaymentCard:
    """Ask the gateway once what became of a payment, and settle its invoice where money came in."""
    card = payments.payment(payment_uuid)
    if card.status in {"started", "unknown"}:
        card = payments.reconcile(payment_uuid, by=by)
    if card.is_settled:
        settle_payment(payment_uuid, by=by)
    return card
