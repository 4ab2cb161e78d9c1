"""What the office does with a member: pause, exclude, take back in, note."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..announcements import announce
from ..cards import OwnEarning
from ..models import AffiliateNote, AffiliateStatus, ReadyText, ReferralCode


@transaction.atomic
def change_standing(member: ReferralCode, status: str, *, reason: str, by: Actor) -> None:
    """Pause (nobody new counts), exclude (nothing is earned either) or take back in; the member reads the reason.

    Raises `ValueError` without a reason, `OwnEarning` for oneself, `IllegalMove`.
    """
    if status != AffiliateStatus.ACTIVE and not reason.strip():
        raise ValueError("It needs a reason.")
    if by.key == str(member.person_uuid):
        raise OwnEarning(member.code)
    member.move(status, by=by, reason=reason.strip(), status_reason=reason.strip()[:500])
    announce(
        f"member_{status}",
        member.person_uuid,
        key=f"{member.pk}:{now().timestamp()}",
        reason=reason.strip(),
    )


@transaction.atomic
def note_on(member: ReferralCode, text: str, *, by: Actor) -> AffiliateNote:
    """Write down something that only staff read."""
    note = AffiliateNote.objects.create(
        tenant_id=current_tenant().id,
        member=member,
        text=text.strip()[:1000],
        author=by.label[:120],
        at=now(),
    )
    record(member, "note", by=by)
    return note


@transaction.atomic
def put_ready_text(text: ReadyText, *, by: Actor) -> ReadyText:
    """Keep a text for members to post."""
    text.tenant_id = current_tenant().id
    text.full_clean(exclude=["tenant"], validate_constraints=False)
    text.save()
    record(text, "put ready text", by=by)
    return text


@transaction.atomic
def put_ready_texts(texts: Iterable[ReadyText], *, by: Actor) -> None:
    for text in texts:
        put_ready_text(text, by=by)


@transaction.atomic
def remove_ready_text(text: ReadyText, *, by: Actor) -> None:
    record(text, "remove ready text", by=by)
    text.delete()


@transaction.atomic
def restore_ready_texts(language: str, *, by: Actor) -> None:
    """Back to the usual texts of a language."""
    for text in ReadyText.objects.filter(tenant_id=current_tenant().id, language=language):
        remove_ready_text(text, by=by)
