"""Somebody's account is deleted: what told who they were goes, what was earned and paid stays."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from ..models import (
    AffiliateNote,
    Dispute,
    DisputeMessage,
    KnownPerson,
    PayerMark,
    PayoutMethod,
    ReferralCode,
)
from ..payees import payee_rules


@transaction.atomic
def forget(person_uuid: UUID) -> None:
    """Blank the name, the digests and the bank numbers of a person of the current tenant."""
    theirs = {"tenant_id": current_tenant().id, "person_uuid": person_uuid}
    clients = KnownPerson.objects.filter(**theirs).exclude(client_uuid=None).values_list("client_uuid")
    PayerMark.objects.filter(tenant_id=current_tenant().id, client_uuid__in=clients).delete()
    KnownPerson.objects.filter(**theirs).update(email_digest="", mobile_digest="", client_uuid=None)
    ReferralCode.objects.filter(**theirs).update(name="", status_reason="")
    AffiliateNote.objects.filter(member__in=ReferralCode.objects.filter(**theirs)).delete()
    DisputeMessage.objects.filter(dispute__in=Dispute.objects.filter(**theirs)).delete()
    Dispute.objects.filter(**theirs).update(person_name="")
    methods = PayoutMethod.objects.filter(**theirs)
    methods.filter(removed_at=None).update(removed_at=now())
    methods.update(sealed="", holder="", masked="")
    payee_rules().forget(person_uuid)
