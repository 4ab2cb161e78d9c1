"""The operator's staff decide about a reseller's transfer. In the operator's tenant."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.payments import door as payments

from ..links import account_url
from ..mails import mail_owners
from ..owed import owed_by
from .taking import settle_payment


@transaction.atomic
def approve_transfer(payment_uuid: UUID, *, by: Actor) -> None:
    """The money has come: it goes into what it is for at once. `IllegalMove` where it no longer waits."""
    payments.approve_transfer(payment_uuid, by=by)
    settle_payment(payment_uuid, by=by)


@transaction.atomic
def refuse_transfer(payment_uuid: UUID, *, reason: str, by: Actor) -> None:
    """The money has not come; the owners are told why and may pay anew."""
    card = payments.refuse_transfer(payment_uuid, reason=reason, by=by)
    owed = owed_by(card.invoice_uuid)
    facts = {"number": owed.number, "reason": reason, "url": account_url(owed.tenant)}
    mail_owners(owed.tenant_id, "transfer_refused", key=str(card.uuid), **facts)
