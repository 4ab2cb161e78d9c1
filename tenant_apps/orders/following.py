"""An issued invoice is followed until it is paid: the agenda comes back on each of its days."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared_apps.agenda.door import schedule
from shared_apps.payments import door as payments
from shared_apps.payments.door import CardOnFile
from tenants.context import current_tenant

from .dunning import Step, plan
from .models import BillingSettings, Invoice
from .queries import billing_settings


def card_to_charge(invoice: Invoice, settings: BillingSettings | None = None) -> CardOnFile | None:
    """The saved card that pays an invoice by itself; None where the client or the tenant does not want that."""
    settings = settings or billing_settings()
    if not (settings.charges_cards and invoice.client.auto_charge and payments.takes_cards()):
        return None
    return next((card for card in payments.cards_of(invoice.client.uuid) if card.is_default), None)


def steps_of(invoice: Invoice) -> list[Step]:
    """What is planned for an invoice, as the tenant's settings and the client's cards are now."""
    settings = billing_settings()
    is_charged = card_to_charge(invoice, settings) is not None
    return plan(settings, invoice.due_at, current_tenant().time_zone, is_charged=is_charged)


def _days_of(invoice: Invoice) -> set[datetime]:
    """Every day on which something may be to do: a card may be saved, or removed, in between."""
    settings, zone = billing_settings(), current_tenant().time_zone
    both = [plan(settings, invoice.due_at, zone, is_charged=charged) for charged in (True, False)]
    return {step.at for steps in both for step in steps}


def charge_later(invoice: Invoice, *, key: str) -> None:
    """Have the saved card charged as soon as this commits: one try for each key."""
    payload = {"invoice_uuid": str(invoice.uuid), "key": key}
    schedule("orders.charge_invoice", payload, key=f"{invoice.uuid}:{key}")


def follow(invoice: Invoice, *, since: datetime | None = None) -> None:
    """Have the agenda come on the next day on which something is planned, in the caller's transaction."""
    since = since or invoice.issued_at - timedelta(seconds=1)
    at = min((at for at in _days_of(invoice) if at > since), default=None)
    if at is None:
        return
    payload = {"invoice_uuid": str(invoice.uuid), "since": since.isoformat()}
    schedule("orders.follow_invoice", payload, key=f"{invoice.uuid}:{at:%Y%m%d%H%M%S}", due_at=at)
