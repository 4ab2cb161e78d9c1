"""Reads of crossings."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from shared_apps.kernel.clock import now
from tenants.records import TenantRecord

from .cards import Kind, Mode, Status
from .models import Crossing

STATES = ("live", "waiting", "over")


def crossings() -> QuerySet[Crossing]:
    """All that concern somebody else; a partner's own sign-on is no visit."""
    return Crossing.objects.exclude(kind=Kind.SELF).select_related("from_tenant", "to_tenant")


def crossings_into(tenant: TenantRecord) -> QuerySet[Crossing]:
    """Visits to a reseller's office and, by its staff, to its clients."""
    return crossings().filter(to_tenant_id=tenant.id)


def crossings_of_client(tenant: TenantRecord, client_uuid: UUID) -> QuerySet[Crossing]:
    """Visits of staff to one client's account."""
    return crossings_into(tenant).filter(client_uuid=client_uuid)


def live(found: QuerySet[Crossing]) -> QuerySet[Crossing]:
    """Where somebody is inside now."""
    return found.filter(status=Status.OPEN, ends_at__gt=now())


def asked(found: QuerySet[Crossing]) -> QuerySet[Crossing]:
    """What waits for an answer."""
    return found.filter(status=Status.ASKED, usable_until__gt=now())


def unfinished_by(person_uuid: UUID) -> QuerySet[Crossing]:
    """What a person has asked for and not begun."""
    mine = crossings().filter(from_person_uuid=person_uuid, usable_until__gt=now())
    return mine.filter(status__in=[Status.ASKED, Status.READY, Status.REFUSED], token_hash="").order_by(
        "-asked_at"
    )


def filtered(found: QuerySet[Crossing], wish: Mapping[str, str]) -> QuerySet[Crossing]:
    """Those that fit `q`, `state`, `kind` and `mode`; unknown values filter nothing."""
    text = wish.get("q", "").replace("\x00", "").strip()[:100]
    if text:
        found = found.filter(
            Q(from_person_label__icontains=text)
            | Q(to_person_label__icontains=text)
            | Q(reason__icontains=text)
            | Q(ticket__icontains=text)
            | Q(to_tenant__name__icontains=text)
        )
    if wish.get("kind") in (Kind.CONSOLE_OFFICE, Kind.OFFICE_CLIENT):
        found = found.filter(kind=wish["kind"])
    if wish.get("mode") in Mode.values:
        found = found.filter(mode=wish["mode"])
    return _in_state(found, wish.get("state", ""))


def _in_state(found: QuerySet[Crossing], state: str) -> QuerySet[Crossing]:
    if state == "live":
        return live(found)
    if state == "waiting":
        return found.filter(status__in=[Status.ASKED, Status.READY], usable_until__gt=now())
    if state == "over":
        return found.filter(
            Q(status__in=[Status.ENDED, Status.REFUSED, Status.EXPIRED])
            | Q(status=Status.OPEN, ends_at__lte=now())
            | Q(status__in=[Status.ASKED, Status.READY], usable_until__lte=now())
        )
    return found
