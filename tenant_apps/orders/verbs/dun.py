"""An unpaid invoice on one of its days: a mail, a charge, a late fee. Nothing more once it is paid or void."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now

from ..announcements import announce_reminder
from ..dunning import due
from ..following import card_to_charge, charge_later, follow, steps_of
from ..models import Invoice
from .late_fee import add_late_fee


@transaction.atomic
def follow_invoice(invoice_uuid: UUID | str, since: datetime, *, by: Actor) -> None:
    """What has come up since then, and the agenda's next visit. Nothing for an invoice that is not open."""
    unpaid = Invoice.objects.select_for_update(of=("self",)).select_related("client")
    invoice = unpaid.filter(uuid=invoice_uuid, status=Invoice.Status.OPEN).first()
    if invoice is None:
        return
    at = now()
    here = due(steps_of(invoice), since=since, until=at)
    if here.charge:
        charge_later(invoice, key=f"{here.charge.days}")
    if here.fee:
        add_late_fee(invoice, by=by)
    if here.mail:
        announce_reminder(invoice, here.mail, card_to_charge(invoice))
    follow(invoice, since=at)
