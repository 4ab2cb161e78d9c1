"""Earnings that look like fraud wait for the office: held, then released or rejected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.ledger.door import AccountKind, AccountName, EntryKind, LegDraft, post
from tenants.context import current_tenant

from ..announcements import announce, announce_to_staff
from ..cards import OwnEarning, Purchase
from ..models import Earning, EarningStatus, FlagKind, FlagStatus, FraudFlag, PayerMark, Watch
from ..people import digest
from ..places import office_url
from ..queries import account
from ..refused import tell_refused
from ..watching import suspicions, watch
from .wallets import lock_wallet

WATCHMAN = Actor.system("commissions.watch")


def note_payer(purchase: Purchase) -> None:
    """Remember with what a client paid, as a digest: that somebody else pays with the same shows later."""
    if purchase.payer:
        PayerMark.objects.update_or_create(
            tenant_id=current_tenant().id,
            client_uuid=purchase.client_uuid,
            digest=digest("payer", purchase.payer),
            defaults={"seen_at": now()},
        )


def look_at(earning: Earning) -> None:
    """Hold a new earning for review where there are signs of fraud."""
    found = list(suspicions(earning))
    if found:
        _hold(earning, dict(found), by=WATCHMAN)


@transaction.atomic
def hold_earning(earning: Earning, *, reason: str, by: Actor) -> None:
    """Hold an earning that is not available yet, because the office wants to look. Raises `IllegalMove`."""
    refuse_own(earning, by)
    lock_wallet(earning.beneficiary_uuid, earning.currency)
    _hold(earning, {FlagKind.OFFICE: {"reason": reason.strip()[:500]}}, by=by)


@transaction.atomic
def release_earning(earning: Earning, *, reason: str, by: Actor) -> None:
    """The review found nothing: the earning goes on as if it had not been held. Raises `IllegalMove`, `OwnEarning`."""
    from .earnings import release_due

    refuse_own(earning, by)
    lock_wallet(earning.beneficiary_uuid, earning.currency)
    earning.move(EarningStatus.PENDING, by=by, reason=reason.strip(), held_reason="")
    _decide_flags(earning, FlagStatus.CLEARED, by)
    release_due(earning.beneficiary_uuid, earning.currency, by=by)


@transaction.atomic
def reject_earning(earning: Earning, *, reason: str, by: Actor) -> None:
    """What is left of a held earning falls back to the margin; the member reads why.

    Raises `ValueError` without a reason, `IllegalMove`, `OwnEarning`.
    """
    if not reason.strip():
        raise ValueError("A rejection needs a reason.")
    refuse_own(earning, by)
    lock_wallet(earning.beneficiary_uuid, earning.currency)
    locked = Earning.objects.select_for_update().get(pk=earning.pk)
    if locked.status != EarningStatus.HELD:
        raise IllegalMove(locked, EarningStatus.REVERSED)
    taken = locked.net
    locked.move(EarningStatus.REVERSED, by=by, reason=reason.strip(), reversed_minor=locked.amount_minor)
    _decide_flags(locked, FlagStatus.CONFIRMED, by)
    entry = post(
        f"refused:{locked.uuid}",
        kind=EntryKind.COMMISSION_REFUSED,
        reference=str(locked.invoice_uuid),
        legs=[
            LegDraft(account(AccountKind.AFFILIATE_PENDING, locked.beneficiary_uuid), taken),
            LegDraft(AccountName(AccountKind.RESELLER_MARGIN), -taken),
        ],
    )
    tell_refused(entry.uuid, locked.invoice_uuid, taken)
    announce(
        "earning_rejected", locked.beneficiary_uuid, key=str(locked.uuid), amount=taken, reason=reason.strip()
    )


@transaction.atomic
def change_watch(fields: Mapping[str, Any], *, by: Actor) -> Watch:
    """Set what the office looks out for, from now on."""
    Watch.objects.get_or_create(tenant_id=current_tenant().id)
    kept = Watch.objects.select_for_update().get(tenant_id=current_tenant().id)
    changed = {name: value for name, value in fields.items() if getattr(kept, name) != value}
    for name, value in changed.items():
        setattr(kept, name, value)
    kept.save()
    record(kept, "change watch", by=by, changed=changed)
    return kept


def refuse_own(earning: Earning, by: Actor) -> None:
    """Nobody decides on their own earning."""
    if by.key == str(earning.beneficiary_uuid):
        raise OwnEarning(str(earning.uuid))


def _hold(earning: Earning, signs: Mapping[FlagKind, Mapping[str, Any]], *, by: Actor) -> None:
    earning.move(EarningStatus.HELD, by=by, held_reason=",".join(signs))
    at = now()
    for kind, facts in signs.items():
        FraudFlag.objects.update_or_create(
            earning=earning,
            kind=kind,
            defaults={
                "tenant_id": earning.tenant_id,
                "facts": dict(facts),
                "status": FlagStatus.OPEN,
                "raised_at": at,
                "decided_at": None,
            },
        )
    if by.is_system:
        announce_to_staff(
            "review_waiting_staff",
            "affiliates.edit",
            key=str(earning.uuid),
            amount=earning.amount,
            person=earning.referral.code.name or earning.referral.code.code,
            url=office_url("review/"),
        )


def _decide_flags(earning: Earning, status: FlagStatus, by: Actor) -> None:
    for flag in earning.flags.filter(status=FlagStatus.OPEN):
        flag.move(status, by=by, decided_at=now())


__all__ = [
    "change_watch",
    "hold_earning",
    "look_at",
    "note_payer",
    "reject_earning",
    "release_earning",
    "watch",
]
