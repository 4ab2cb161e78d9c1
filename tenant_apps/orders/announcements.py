"""Mails about orders, invoices and services: written in the transaction of what they announce."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared_apps.kernel.money import Money
from shared_apps.payments.door import CardOnFile, PaymentCard, RefundCard, Started
from tenant_apps.accounts.links import link
from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import owners_of
from tenant_apps.notices.verbs import Recipient, mail_staff, send_mail

from .dunning import Step
from .models import CreditNote, Invoice, Order, Service, ServiceChange, TrialEnd


def announce_order(order: Order, invoice: Invoice | None) -> None:
    """The order is in: to the client and to whoever looks after orders (REQUIREMENTS S3.25)."""
    about = {**_order(order), "due": _money(invoice.total if invoice else Money.zero(order.currency))}
    _to_client("order_placed", order.client, key=str(order.uuid), url=_order_url(order), **about)
    _to_staff("order_placed_staff", "orders.view", key=str(order.uuid), url=_office("order", order), **about)


def announce_payment(invoice: Invoice, payment: PaymentCard, amount: Money) -> None:
    """Money has come: to the client and to whoever looks after payments. A part is told as a part."""
    about = {**_invoice(invoice), "gateway": payment.gateway, "paid_at": _iso(invoice.paid_at)}
    about |= {"amount": _money(amount), "due": _money(invoice.due)}
    key = f"{payment.uuid}:{invoice.uuid}"
    is_whole = invoice.paid == amount and not invoice.due
    template = "payment_received" if is_whole else "payment_part"
    _to_client(template, invoice.client, key=key, url=_invoice_url(invoice), **about)
    _to_staff("payment_received_staff", "payments.view", key=key, url=_office("invoice", invoice), **about)


def announce_transfer(invoice: Invoice, started: Started) -> None:
    """How to make the transfer; once for each payment."""
    url = link("client_payment", uuid=started.payment_uuid)
    about = {**_invoice(invoice), "instructions": started.instructions}
    _to_client("transfer_awaiting", invoice.client, key=str(started.payment_uuid), url=url, **about)


def announce_move(client: Client, *, key: str, successor: str) -> None:
    """Another provider has proposed terms: the client is asked to agree."""
    _to_client("move_proposed", client, key=key, url=link("client_move"), successor=successor)


def announce_receipt(payment: PaymentCard) -> None:
    """A receipt waits for approval: to whoever may approve it."""
    about = {"number": payment.invoice_number, "total": _money(payment.amount), "client": payment.client_name}
    key = f"{payment.uuid}:{len(payment.receipts)}"
    url = link("office_payment", uuid=payment.uuid)
    _to_staff("receipt_uploaded_staff", "payments.approve", key=key, url=url, **about)


def announce_refusal(invoice: Invoice, payment: PaymentCard) -> None:
    """The transfer was not found, and why."""
    about = {**_invoice(invoice), "reason": payment.reason}
    _to_client("transfer_refused", invoice.client, key=str(payment.uuid), url=_invoice_url(invoice), **about)


def announce_invoice(invoice: Invoice, template: str = "invoice_issued") -> None:
    """An invoice to pay: a renewal, or the end of a trial."""
    about = {**_invoice(invoice), "due_at": _iso(invoice.due_at)}
    _to_client(template, invoice.client, key=str(invoice.uuid), url=_invoice_url(invoice), **about)


def announce_reminder(invoice: Invoice, step: Step, card: CardOnFile | None) -> None:
    """An invoice is unpaid: before its due date what will be charged, if anything; after it, that it is late."""
    template = "charge_soon" if card and step.days < 0 else step.mail
    about = {**_owed(invoice), "card": card.label if card else ""}
    key = f"{invoice.uuid}:{step.days}"
    _to_client(template, invoice.client, key=key, url=_invoice_url(invoice), **about)


def announce_charge(invoice: Invoice, card: CardOnFile) -> None:
    """A trial is over, and the saved card pays for what comes."""
    about = {**_owed(invoice), "card": card.label}
    _to_client("trial_charged", invoice.client, key=str(invoice.uuid), url=_invoice_url(invoice), **about)


def announce_charge_failed(
    invoice: Invoice, payment: PaymentCard, card: CardOnFile, next_at: datetime | None
) -> None:
    """The saved card was not charged, why, and when it is tried again, if it is."""
    about = {**_owed(invoice), "card": card.label, "reason": payment.reason, "next_at": _iso(next_at)}
    key = str(payment.uuid)
    template = "charge_failed" if next_at else "charge_failed_last"
    _to_client(template, invoice.client, key=key, url=_invoice_url(invoice), **about)


def announce_refund(invoice: Invoice, refund: RefundCard) -> None:
    """Money goes back to the client."""
    about = {**_invoice(invoice), "amount": _money(refund.amount), "reason": refund.reason}
    _to_client("refund_made", invoice.client, key=str(refund.uuid), url=_invoice_url(invoice), **about)


def announce_credit(invoice: Invoice, note: CreditNote) -> None:
    """Something was taken off what is due."""
    about = {**_invoice(invoice), "amount": _money(note.total), "reason": note.reason}
    about["due"] = _money(invoice.due)
    _to_client("invoice_credited", invoice.client, key=str(note.uuid), url=_invoice_url(invoice), **about)


def announce_service(template: str, service: Service, key: str = "") -> None:
    """Something happened to a service: `templates/email/orders/<template>.html` to its client."""
    url = link("client_service", uuid=service.uuid)
    _to_client(template, service.client, key=f"{service.uuid}:{key}", url=url, **_service(service))


def announce_change(template: str, service: Service, change: ServiceChange) -> None:
    """A service has changed, or will: to its client, once for each change."""
    url = link("client_service", uuid=service.uuid)
    about = {**_service(service), "becomes": change.summary, "at": _iso(change.at)}
    _to_client(template, service.client, key=str(change.uuid), url=url, **about)


def announce_to_staff(template: str, service: Service, *, key: str, reason: str) -> None:
    """Something about a service that staff must see to."""
    url = link("office_service", uuid=service.uuid)
    _to_staff(template, "services.view", key=key, url=url, reason=reason, **_service(service))


def _to_client(template: str, to: Client, *, key: str, **context: Any) -> None:
    owner = owners_of(to).first()
    language = (owner.language if owner else "") or to.language
    recipient = Recipient(email=to.email, name=to.name[:120], language=language)
    send_mail(f"orders/{template}", to=recipient, context=context, key=f"orders.{template}:{key}")


def _to_staff(template: str, permission: str, *, key: str, **context: Any) -> None:
    mail_staff(f"orders/{template}", permission=permission, context=context, key=f"orders.{template}:{key}")


def _order(order: Order) -> dict[str, Any]:
    lines = [_line(line.name, line.quantity, line.total) for line in order.lines.order_by("pk")]
    trial_days = max((line.trial_days for line in order.lines.all() if line.starts_on_trial), default=0)
    about = {"number": order.number, "client": order.client.name, "lines": lines, "trial_days": trial_days}
    # What is added to the lines, so that they come to the total: tax that prices include is in them.
    taxes = [{"name": tax.name, "amount": _money(tax.amount)} for tax in order.taxes if not tax.is_inclusive]
    return {**about, "discount": _money(-order.discount), "taxes": taxes, "total": _money(order.total)}


def _invoice(invoice: Invoice) -> dict[str, Any]:
    lines = [_line(line.name, line.quantity, line.total) for line in invoice.lines.order_by("pk")]
    about = {"number": invoice.label, "client": invoice.client.name, "lines": lines}
    return {**about, "total": _money(invoice.total)}


def _owed(invoice: Invoice) -> dict[str, Any]:
    return {**_invoice(invoice), "due": _money(invoice.due), "due_at": _iso(invoice.due_at)}


def _service(service: Service) -> dict[str, Any]:
    return {
        "service": service.name,
        "client": service.client.name,
        "details": service.details,
        "trial_ends_at": _iso(service.trial_ends_at),
        "goes_on": service.trial_end == TrialEnd.INVOICE,
        "renews_at": _iso(service.renews_at),
        "cancels_at": _iso(service.cancels_at),
        "price": _money(service.price),
    }


def _line(name: str, quantity: int, total: Money) -> dict[str, Any]:
    return {"name": name, "quantity": quantity, "total": _money(total)}


def _money(amount: Money) -> dict[str, Any]:
    return {"minor": amount.minor, "currency": amount.currency}


def _iso(at: Any) -> str:
    return at.isoformat() if at else ""


def _order_url(order: Order) -> str:
    return link("client_order", uuid=order.uuid)


def _invoice_url(invoice: Invoice) -> str:
    return link("client_invoice", uuid=invoice.uuid)


def _office(kind: str, thing: Order | Invoice) -> str:
    return link(f"office_{kind}", uuid=thing.uuid)
