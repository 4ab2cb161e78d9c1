"""A member disagrees with an earning; the office answers."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..announcements import announce, announce_to_staff
from ..models import Dispute, DisputeMessage, DisputeStatus, Earning
from ..places import office_url
from .fraud import refuse_own

LONGEST = 4000


@transaction.atomic
def say_in_dispute(earning: Earning, text: str, *, name: str, by: Actor) -> Dispute:
    """Open a dispute about one's earning, or write on in it; a closed one is open again."""
    at = now()
    Earning.objects.select_for_update().get(pk=earning.pk)
    dispute, is_new = Dispute.objects.get_or_create(
        earning=earning,
        defaults={
            "tenant_id": earning.tenant_id,
            "person_uuid": earning.beneficiary_uuid,
            "person_name": name[:120],
            "opened_at": at,
            "changed_at": at,
            "member_read_at": at,
        },
    )
    if is_new:
        record(dispute, "open dispute", by=by, to_status=dispute.status)
    elif dispute.status != DisputeStatus.OPEN:
        dispute.move(DisputeStatus.OPEN, by=by)
    message = _write(dispute, text, is_staff=False, author=name)
    Dispute.objects.filter(pk=dispute.pk).update(changed_at=message.at, member_read_at=message.at)
    announce_to_staff(
        "dispute_waiting_staff",
        "affiliates.edit",
        key=f"{dispute.uuid}:{message.pk}",
        person=name,
        amount=earning.amount,
        text=message.text,
        url=office_url(f"disputes/{dispute.uuid}/"),
    )
    return dispute


@transaction.atomic
def answer_dispute(dispute: Dispute, text: str, *, closes: bool = False, by: Actor) -> None:
    """The office's word, and with `closes` its last; the member gets a mail. Raises `OwnEarning`, `IllegalMove`."""
    refuse_own(dispute.earning, by)
    message = _write(dispute, text, is_staff=True, author=by.label)
    wanted = DisputeStatus.CLOSED if closes else DisputeStatus.ANSWERED
    if dispute.status != wanted:
        dispute.move(wanted, by=by)
    Dispute.objects.filter(pk=dispute.pk).update(changed_at=message.at, office_read_at=message.at)
    announce(
        "dispute_closed" if closes else "dispute_answered",
        dispute.person_uuid,
        key=f"{dispute.uuid}:{message.pk}",
        amount=dispute.earning.amount,
        text=message.text,
        earning=str(dispute.earning.uuid),
    )


def read_by_member(dispute: Dispute) -> None:
    """The member has seen what there is."""
    Dispute.objects.filter(pk=dispute.pk).update(member_read_at=now())


def read_by_office(dispute: Dispute) -> None:
    Dispute.objects.filter(pk=dispute.pk).update(office_read_at=now())


def _write(dispute: Dispute, text: str, *, is_staff: bool, author: str) -> DisputeMessage:
    return DisputeMessage.objects.create(
        dispute=dispute, is_staff=is_staff, author=author[:120], text=text.strip()[:LONGEST], at=now()
    )
