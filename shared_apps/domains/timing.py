"""When a domain is looked at next: often while somebody works on it, then once a day, spread over the hours."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from shared_apps.agenda.door import schedule_for

from .models import OwnDomain, Status

# After a click: most panels publish within minutes, some within hours.
SOON = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
HURRY = timedelta(days=3)
DAY = timedelta(hours=22)
SPREAD_MINUTES = 240
WHEN_IN_DOUBT = timedelta(hours=1)
WHEN_FAILING = timedelta(hours=6)
# A claim that nobody proves is not looked at for ever; a click begins anew.
WHILE_PENDING = timedelta(days=30)

UNFINISHED = (Status.PENDING, Status.VERIFIED, Status.ROUTED)


def plan(domain: OwnDomain, at: datetime, *, at_once: bool = False) -> None:
    """Have the agenda look again; entries of earlier rounds do nothing when their time comes."""
    domain.next_check_at = at if at_once else _next(domain, at)
    domain.round += 1
    if domain.next_check_at is not None:
        schedule_for(
            domain.tenant_id,
            "domains.check",
            {"domain": str(domain.uuid), "round": domain.round},
            key=f"{domain.uuid}:{domain.round}",
            due_at=domain.next_check_at,
        )


def _next(domain: OwnDomain, at: datetime) -> datetime | None:
    asked_at = domain.asked_at or domain.created_at
    if domain.status == Status.RELEASED:
        return None
    if domain.status in UNFINISHED and at < asked_at + HURRY:
        return at + SOON[min(domain.tries, len(SOON) - 1)]
    if domain.status == Status.PENDING and at > asked_at + WHILE_PENDING:
        return None
    if domain.status == Status.FAILING:
        return at + WHEN_FAILING
    if domain.misses:
        return at + WHEN_IN_DOUBT
    return at + DAY + timedelta(minutes=zlib.crc32(domain.host.encode()) % SPREAD_MINUTES)
