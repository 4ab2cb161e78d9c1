"""A client's own domain, proved by a TXT record (REQUIREMENTS S5.35, S5.36; RELIABILITY 32)."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from shared_apps.agenda.door import schedule
from shared_apps.domains import door as domains
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..marking import mark
from ..models import Client

# A click asks the DNS: not more often than this for one client.
REST = timedelta(seconds=10)
# A proved domain is looked at again now and then: names change hands.
AGAIN = timedelta(days=7)
# One absent record may be a panel that is just being edited.
MOST_MISSES = 3
TAKEN = "taken"


class TooSoon(ValueError):
    """The domain was looked at a moment ago."""


@transaction.atomic
def set_domain(client: Client, typed: str, *, by: Actor) -> None:
    """Say which domain a client has; empty for none. It is to be proved anew. Raises `BadName`."""
    host = domains.claimable(typed) if typed.strip() else ""
    if host == client.domain:
        return
    fields = {
        "domain": host, "domain_verified_at": None, "domain_checked_at": None,
        "domain_answer": "", "domain_misses": 0,
    }  # fmt: skip
    Client.objects.filter(pk=client.pk).update(**fields)
    for name, value in fields.items():
        setattr(client, name, value)
    record(client, "set domain", by=by, host=host)
    mark(client)


def verify_domain(client: Client, *, by: Actor) -> str:
    """Look whether the client has proved its domain, because somebody asked; the verdict. Raises `TooSoon`.

    Not inside a transaction: the DNS may keep us waiting.
    """
    at = now()
    rested = Client.objects.filter(pk=client.pk).exclude(domain="")
    if not rested.filter(~Q(domain_checked_at__gt=at - REST)).update(domain_checked_at=at):
        raise TooSoon(client.domain)
    return look_at_domain(client, by=by)


def look_at_domain(client: Client, *, by: Actor) -> str:
    """One look and what follows: proved, or, after some certain absences, no longer. A time-out changes nothing."""
    host = client.domain
    look = domains.look_for_client(host, client.uuid)
    with transaction.atomic():
        mine = Client.objects.select_for_update().get(pk=client.pk)
        if mine.domain != host or mine.erased_at or mine.merged_into_id:
            return ""
        mine.domain_checked_at, mine.domain_answer = now(), look.verdict
        if look.is_proved:
            _prove(mine, by)
        elif look.is_absent and mine.is_domain_verified:
            _doubt(mine, by)
        _write(mine)
        if mine.is_domain_verified:
            _look_again(mine)
    client.refresh_from_db()
    return client.domain_answer


def is_due(client: Client) -> bool:
    """Whether a proved domain is to be looked at by itself: a click in between has planned a look of its own."""
    rest = timedelta(hours=12) if client.domain_misses else AGAIN - timedelta(days=1)
    return client.is_domain_verified and (client.domain_checked_at or client.created_at) < now() - rest


def _prove(mine: Client, by: Actor) -> None:
    """First to prove wins: no two clients of a tenant have the same domain."""
    mine.domain_misses = 0
    if mine.is_domain_verified:
        return
    try:
        with transaction.atomic():
            Client.objects.filter(pk=mine.pk).update(domain_verified_at=now())
    except IntegrityError:
        mine.domain_answer = TAKEN
        return
    mine.domain_verified_at = now()
    record(mine, "verify domain", by=by, host=mine.domain)


def _doubt(mine: Client, by: Actor) -> None:
    mine.domain_misses += 1
    if mine.domain_misses >= MOST_MISSES:
        mine.domain_verified_at, mine.domain_misses = None, 0
        record(mine, "lose domain", by=by, host=mine.domain)


def _write(mine: Client) -> None:
    fields = ("domain_checked_at", "domain_answer", "domain_misses", "domain_verified_at")
    Client.objects.filter(pk=mine.pk).update(**{name: getattr(mine, name) for name in fields})


def _look_again(mine: Client) -> None:
    at = now() + (timedelta(days=1) if mine.domain_misses else AGAIN)
    schedule(
        "clients.check_domain",
        {"client": str(mine.uuid), "host": mine.domain},
        key=f"{mine.uuid}:{at:%Y-%m-%d}",
        due_at=at,
    )
