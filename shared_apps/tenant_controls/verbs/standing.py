"""Suspend, resume, archive, restore: whether a reseller serves anybody (REQUIREMENTS S5.27)."""

from __future__ import annotations

from shared_apps.agenda.door import wake
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.models import Tenant, TenantStatus

from ..mails import mail_owners
from ..models import Archive
from ..models.archive import grace
from .both_sides import holding, tell_both_sides


def suspend(tenant: Tenant, *, reason: str, by: Actor) -> None:
    """Stop a live reseller: its portal answers 410, its work waits in the agenda, its data stay.

    What runs at this moment comes to its end; the next request meets the page. Raises `IllegalMove`.
    """
    with holding(tenant, TenantStatus.SUSPENDED) as held:
        # Still live here: its own history is written before the door closes.
        owners = tell_both_sides("suspend", held, by=by, reason=reason)
        held.move(TenantStatus.SUSPENDED, by=by, reason=reason)
        mail_owners("suspended", held, owners, reason=reason)


def resume(tenant: Tenant, *, reason: str, by: Actor) -> None:
    """Let a suspended reseller work again; what waited is due now. Raises `IllegalMove`."""
    _bring_back("resume", TenantStatus.SUSPENDED, tenant, reason=reason, by=by)


def archive(tenant: Tenant, *, reason: str, by: Actor) -> Archive:
    """Put a reseller away. Until the grace ends it can only come back; then it may be deleted.

    Raises `IllegalMove`.
    """
    with holding(tenant, TenantStatus.ARCHIVED) as held:
        owners = tell_both_sides("archive", held, by=by, reason=reason)
        held.move(TenantStatus.ARCHIVED, by=by, reason=reason)
        at = now()
        stay = Archive.objects.create(tenant=held, archived_at=at, grace_ends_at=at + grace(), reason=reason)
        mail_owners("archived", held, owners, reason=reason, until=stay.grace_ends_at.isoformat())
    return stay


def restore(tenant: Tenant, *, reason: str, by: Actor) -> None:
    """Take a reseller out of the archive, within its grace or after it, while nobody deletes it.

    Raises `IllegalMove`.
    """
    _bring_back("restore", TenantStatus.ARCHIVED, tenant, reason=reason, by=by)


def _bring_back(control: str, source: TenantStatus, tenant: Tenant, *, reason: str, by: Actor) -> None:
    with holding(tenant, TenantStatus.LIVE) as held:
        if held.status != source:
            raise IllegalMove(held, TenantStatus.LIVE)
        held.move(TenantStatus.LIVE, by=by, reason=reason)
        owners = tell_both_sides(control, held, by=by, reason=reason)
        Archive.objects.filter(tenant=held, restored_at=None).update(restored_at=now())
        wake(held.pk)
        mail_owners("resumed", held, owners, reason=reason)
