"""The single-use token that takes a person over the boundary (RELIABILITY 6)."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.core import signing
from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.context import current_tenant
from tenants.hosts import portal_url
from tenants.tokens import sign_for, unsign

from ..cards import OPEN_FOR, TOKEN_SECONDS, ArrivalRefused, Consent, Kind, NotReady, Status
from ..history import note_here, note_on_both_sides
from ..models import Crossing, Membership
from ..people import is_entitled, person_here
from .asking import settle_at
from .consent import consent_now

PURPOSE = "crossings.arrive"


def issue_token(crossing: Crossing, *, by: Actor) -> str:
    """A token that opens the crossing within a minute; the one issued before it opens nothing any more.

    Raises `NotReady`, and `NotWhileActing`.
    """
    only_oneself(by)
    target, at = crossing.to_tenant.record, now()
    token = sign_for(target, PURPOSE, {"crossing": str(crossing.uuid), "once": token_urlsafe(16)})
    mine = Crossing.objects.filter(pk=crossing.pk, status=Status.READY, usable_until__gt=at)
    until = at + timedelta(seconds=TOKEN_SECONDS)
    if not target.is_live or not mine.update(token_hash=_hash(token), token_until=until):
        raise NotReady(str(crossing.uuid))
    return token


def arrive(token: str, *, origin: str) -> Crossing:
    """Open the crossing of a token in the current tenant. Raises `ArrivalRefused`, after writing it down.

    A value that nobody here has signed leaves no event: strangers must not be able to fill a history.
    """
    crossing = _crossing_of(token)
    try:
        _check(crossing, token, origin)
        _open(crossing)
    except ArrivalRefused as refused:
        note_on_both_sides(crossing, "refuse arrival", by=crossing.starter, reason=refused.reason)
        raise
    return crossing


def origin_of(crossing: Crossing) -> str:
    """The origin that the token must come from: the canonical host of the tenant where it began."""
    return portal_url(crossing.from_tenant.record, "")


def _crossing_of(token: str) -> Crossing:
    try:
        named = unsign(PURPOSE, token, max_age=24 * 3600)
    except signing.BadSignature:
        raise ArrivalRefused("signature") from None
    both = Crossing.objects.select_related("from_tenant", "to_tenant")
    found = both.filter(uuid=named["crossing"]).first()
    if found is None:
        raise ArrivalRefused("unknown")
    return found


def _check(crossing: Crossing, token: str, origin: str) -> None:
    reasons = {
        "tenant": crossing.to_tenant_id != current_tenant().id,
        "origin": origin != origin_of(crossing),
        "used": crossing.status != Status.READY or crossing.token_hash != _hash(token),
        "expired": crossing.token_until is None or crossing.token_until <= now(),
    }
    for reason, is_so in reasons.items():
        if is_so:
            raise ArrivalRefused(reason)
    if not is_entitled(crossing):
        raise ArrivalRefused("not entitled")
    person = person_here(crossing.to_person_uuid)
    if person is None:
        raise ArrivalRefused("nobody there")
    if crossing.kind == Kind.SELF and not (person.is_staff_member and _is_member(crossing)):
        raise ArrivalRefused("not connected")


def _is_member(crossing: Crossing) -> bool:
    mine = Membership.objects.filter(
        platform_person_uuid=crossing.from_person_uuid, tenant_id=crossing.to_tenant_id
    )
    return mine.filter(person_uuid=crossing.to_person_uuid).exists()


def _open(crossing: Crossing) -> None:
    """One of several arrivals at once wins; the others meet `ArrivalRefused`."""
    at = now()
    spent: dict[str, Any] = {"token_hash": "", "token_until": None, "opened_at": at}
    try:
        with transaction.atomic():
            if consent_now(crossing) == Consent.NEVER:
                raise ArrivalRefused("consent")
            if crossing.kind == Kind.SELF:
                crossing.move(Status.ENDED, by=crossing.starter, ended_at=at, **spent)
            else:
                crossing.move(Status.OPEN, by=crossing.starter, ends_at=at + OPEN_FOR, **spent)
                settle_at(crossing, at + OPEN_FOR)
            note_here(crossing, "arrive", by=crossing.starter, reason=crossing.reason)
    except IllegalMove:
        raise ArrivalRefused("used") from None


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
