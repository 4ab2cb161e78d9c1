"""Pay open invoices by one of the tenant's gateways: one or several at once, in whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.money import Money, total
from shared_apps.payments import door as payments
from shared_apps.payments.door import InvoiceShare, PaymentCard, Started, StartWish
from tenant_apps.clients.models import Client
from tenant_apps.clients.portal import require

from ..announcements import announce_transfer
from ..errors import AmountRefused, InvoiceNotOpen, NothingToBill, PaymentDoesNotFit
from ..models import Invoice
from ..queries import billing_settings
from .settle import settle_payment

Parts = Sequence[tuple[Invoice, Money]]


@dataclass(frozen=True, slots=True)
class Way:
    """How a client pays: the gateway, the language of its page, and where it sends them back to.

    `keeps_card`: the card that is typed on the gateway's page is saved. `card_uuid`: a saved card is charged.
    """

    gateway: str
    language: str
    return_url: str
    cancel_url: str
    keeps_card: bool = False
    card_uuid: UUID | None = None


def pay_invoice(invoice: Invoice, way: Way, *, amount: Money | None = None, by: Actor) -> Started:
    """Begin to pay an invoice, or go on with the payment that is open. As `pay_invoices`."""
    return pay_invoices([invoice], way, amount=amount, by=by)


def pay_invoices(invoices: Sequence[Invoice], way: Way, *, amount: Money | None = None, by: Actor) -> Started:
    """Begin to pay invoices of one client in one go; a part of what is due goes to the oldest first.

    Not inside a transaction. Raises `InvoiceNotOpen`, `AmountRefused`, `PaymentDoesNotFit` for invoices that do
    not go together, `SwitchedOff` where clients may not pay, and the door's `AlreadyPaid`, `MethodUnavailable`,
    `PaymentUnderReview`; `NotWhileActing` where somebody who acts for the client would spend its credit or
    charge its saved card.
    """
    require("may_pay", by=by)
    if way.card_uuid or way.gateway == "credit":
        only_oneself(by)
    parts = parts_of(invoices, amount)
    started = payments.start(start_wish(parts, way.gateway, way), by=by)
    if started.payment.is_settled:
        settle_payment(started.payment_uuid, by=by)
    elif started.payment.status == "pending":
        announce_transfer(parts[0][0], started)
    return started


def record_payment(
    client: Client,
    parts: Parts,
    *,
    method: str,
    reference: str = "",
    at: datetime | None = None,
    key: UUID | None = None,
    by: Actor,
) -> PaymentCard:
    """Write down money that staff have taken for open invoices; more than is due becomes account credit.

    `key` makes it one: the same key again gives the same payment. Not inside a transaction.
    Raises `InvoiceNotOpen`, `AmountRefused`, and the door's `ReferenceUsed`,
    `PaymentUnderReview`.
    """
    if any(invoice.client_id != client.pk for invoice, _ in parts):
        raise PaymentDoesNotFit("An invoice of somebody else.")
    if key and payments.is_known(key):
        return go_on_paying(key, by=by)
    for invoice, amount in parts:
        if not invoice.is_open:
            raise InvoiceNotOpen(invoice.label)
        if amount.minor <= 0 or amount.currency != invoice.currency:
            raise AmountRefused(invoice.due)
    shares = [InvoiceShare(invoice.uuid, invoice.label, amount) for invoice, amount in parts]
    card = payments.record_by_hand(client, shares, method=method, reference=reference, at=at, key=key, by=by)
    if card.is_received:
        settle_payment(card.uuid, by=by)
    return card


def go_on_paying(payment_uuid: UUID, *, by: Actor) -> PaymentCard:
    """Ask the gateway once what became of a payment, and settle its invoices where money came in."""
    card = payments.payment(payment_uuid)
    if card.status in {"started", "unknown"}:
        card = payments.reconcile(payment_uuid, by=by)
    if card.is_settled:
        settle_payment(payment_uuid, by=by)
    return card


def parts_of(invoices: Sequence[Invoice], amount: Money | None = None) -> Parts:
    """What of an amount, or of all that is due, is for each invoice: the one that is due first comes first."""
    if not invoices:
        raise NothingToBill("No invoices.")
    for invoice in invoices:
        if not invoice.is_open:
            raise InvoiceNotOpen(invoice.label)
    currency = invoices[0].currency
    if len({(invoice.client_id, invoice.currency) for invoice in invoices}) > 1:
        raise PaymentDoesNotFit("Invoices of several clients or currencies.")
    due = total([invoice.due for invoice in invoices], currency)
    rest = due if amount is None else amount
    _refuse_amount(rest, due)
    parts = []
    for invoice in sorted(invoices, key=lambda one: (one.due_at, one.pk)):
        part = min(rest, invoice.due, key=lambda one: one.minor)
        rest -= part
        if part:
            parts.append((invoice, part))
    return parts


def start_wish(parts: Parts, gateway: str, way: Way | None = None) -> StartWish:
    """What the payments' door is asked for: the shares, who pays, and the way."""
    client = parts[0][0].client
    return StartWish(
        shares=tuple(
            InvoiceShare(invoice.uuid, invoice.label, amount, most=invoice.total - invoice.credited)
            for invoice, amount in parts
        ),
        client_uuid=client.uuid,
        client_name=client.name,
        client_email=client.email,
        gateway=gateway,
        description=_description(parts),
        language=way.language if way else client.language,
        return_url=way.return_url if way else "",
        cancel_url=way.cancel_url if way else "",
        keeps_card=way.keeps_card if way else False,
        card_uuid=way.card_uuid if way else None,
    )


def _refuse_amount(amount: Money, due: Money) -> None:
    """Between nothing and all that is due (RELIABILITY 24); a part only where the tenant takes parts."""
    if amount.currency != due.currency or not 0 < amount.minor <= due.minor:
        raise AmountRefused(due)
    if amount < due and not billing_settings().allows_parts:
        raise AmountRefused(due)


def _description(parts: Parts) -> str:
    if len(parts) > 1:
        return ", ".join(invoice.label for invoice, _ in parts)[:300]
    return ", ".join(line.name for line in parts[0][0].lines.order_by("pk"))
