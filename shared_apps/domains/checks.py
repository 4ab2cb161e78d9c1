"""One look at a domain and what follows from it: the only place where DNS answers move a domain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.routing import HostTaken, certificate_asked_at, close_host, make_canonical, open_host, step_down

from . import certificate, timing
from .announcements import announce
from .doctor import Examination, Finding, Verdict, examine
from .models import GRACE, MOST_MISSES, PATIENCE, QUARANTINE, OwnDomain, Status
from .queries import is_out_of_reach


class _Taken(Exception):
    """Another tenant proved the name first, or gave it back a short while ago."""


def check(domain: OwnDomain, *, by: Actor, may_connect: bool = True) -> None:
    """Ask the DNS, move the domain by what it says, and plan the next look. Not inside a transaction.

    A time-out or a failing server never moves it. `domain` is read anew. Whether visitors meet a certificate is seen
    by connecting to the domain, which may take long: not within a request (`may_connect`).
    """
    found = examine(domain.host, domain.proof)
    _conclude(domain, found, by)
    domain.refresh_from_db()
    leads_here = found.route.is_fine and domain.status in (Status.ROUTED, Status.ACTIVE)
    if leads_here and (may_connect or not certificate.is_needed()):
        _certify(domain, by)
        domain.refresh_from_db()


@transaction.atomic
def _conclude(domain: OwnDomain, found: Examination, by: Actor) -> None:
    at = now()
    mine = OwnDomain.objects.select_for_update().get(pk=domain.pk)
    if mine.status == Status.RELEASED:
        return
    mine.answers = {**mine.answers, **found.as_json()}
    mine.checked_at = at
    mine.tries += 1
    if mine.status == Status.PENDING:
        _prove(mine, found.proof, at, by)
    if mine.is_held:
        _keep(mine, found, at, by)
    if mine.status == Status.VERIFIED and found.route.is_fine:
        _route(mine, at, by)
    _write(mine, at)


def _prove(mine: OwnDomain, proof: Finding, at: datetime, by: Actor) -> None:
    """First to prove wins; the others are told."""
    if not proof.is_fine:
        if not is_out_of_reach(mine.host, mine.tenant_id):
            mine.trouble = OwnDomain.Trouble.NONE
        return
    try:
        with transaction.atomic():
            mine.move(Status.VERIFIED, by=by, verified_at=at, tries=0, trouble=OwnDomain.Trouble.NONE)
            # Only now: whoever gave the name back meanwhile has committed, and is seen.
            if is_out_of_reach(mine.host, mine.tenant_id):
                raise _Taken
    except (IntegrityError, _Taken):
        mine.status, mine.verified_at = Status.PENDING, None
        _tell_taken(mine)
        return
    # Whoever is just being looked at finds out by that look: waiting for it would be waiting for each other.
    others = OwnDomain.objects.select_for_update(skip_locked=True).filter(host=mine.host)
    for other in others.filter(status=Status.PENDING).exclude(pk=mine.pk):
        _tell_taken(other)
        OwnDomain.objects.filter(pk=other.pk).update(trouble=other.trouble)


def _tell_taken(other: OwnDomain) -> None:
    if other.trouble != OwnDomain.Trouble.TAKEN:
        announce("taken", other)
    other.trouble = OwnDomain.Trouble.TAKEN


def _keep(mine: OwnDomain, found: Examination, at: datetime, by: Actor) -> None:
    """Count what is definitely absent; move back what is mended and on what stays broken."""
    if mine.trouble == OwnDomain.Trouble.REVOKED:
        return _give_up(mine, at, by)
    trouble = _trouble(mine, found)
    if trouble:
        mine.misses += 1
        mine.trouble = trouble
        return _worsen(mine, at, by)
    needed = [found.proof, found.route] if mine.routed_at else [found.proof]
    if all(finding.is_fine for finding in needed):
        _mend(mine, by)
    return None


def _trouble(mine: OwnDomain, found: Examination) -> str:
    """What is definitely absent of that which the domain needs; empty where nothing is, or nobody knows."""
    if found.proof.is_absent:
        return OwnDomain.Trouble.OWNERSHIP
    return OwnDomain.Trouble.ROUTE if mine.routed_at and found.route.is_absent else ""


def _worsen(mine: OwnDomain, at: datetime, by: Actor) -> None:
    if mine.status == Status.SUSPENDED:
        return _give_up(mine, at, by)
    if mine.status == Status.FAILING:
        if mine.failing_since and at >= mine.failing_since + GRACE:
            mine.move(Status.SUSPENDED, by=by, reason=mine.trouble, suspended_at=at, was_address=False)
            close_host(mine.tenant_id, mine.host)
            announce("suspended", mine, why=mine.trouble)
    elif mine.misses >= MOST_MISSES:
        # Whoever has the name now may be somebody else: no link names it and nobody is led there meanwhile.
        was_address = step_down(mine.tenant_id, mine.host)
        mine.move(Status.FAILING, by=by, reason=mine.trouble, failing_since=at, was_address=was_address)
        announce("failing", mine, why=mine.trouble, until=(at + GRACE).isoformat())
    return None


def _give_up(mine: OwnDomain, at: datetime, by: Actor) -> None:
    """A domain that stayed suspended goes the way of one that is given back."""
    if mine.status == Status.SUSPENDED and mine.suspended_at and at >= mine.suspended_at + PATIENCE:
        mine.move(
            Status.RELEASED, by=by, reason=mine.trouble, quarantined_until=at + QUARANTINE, share_key=""
        )
        close_host(mine.tenant_id, mine.host, remove=True)


def _mend(mine: OwnDomain, by: Actor) -> None:
    mine.misses, mine.trouble = 0, OwnDomain.Trouble.NONE
    if mine.status in (Status.FAILING, Status.SUSPENDED):
        was_suspended, was_address = mine.status == Status.SUSPENDED, mine.was_address
        mine.move(mine.furthest, by=by, failing_since=None, suspended_at=None, tries=0, was_address=False)
        if was_suspended and mine.routed_at:
            open_host(mine.tenant_id, mine.host)
        if was_address and mine.status == Status.ACTIVE:
            make_canonical(mine.tenant_id, mine.host)


def _route(mine: OwnDomain, at: datetime, by: Actor) -> None:
    try:
        with transaction.atomic():
            open_host(mine.tenant_id, mine.host)
            mine.move(Status.ROUTED, by=by, routed_at=at, tries=0)
    except HostTaken:
        mine.status, mine.trouble = Status.VERIFIED, OwnDomain.Trouble.TAKEN


def _write(mine: OwnDomain, at: datetime) -> None:
    """Everything but the status, which only moves write."""
    timing.plan(mine, at)
    fields = ("answers", "checked_at", "tries", "misses", "trouble", "round", "next_check_at")
    OwnDomain.objects.filter(pk=mine.pk).update(**{name: getattr(mine, name) for name in fields})


def _certify(domain: OwnDomain, by: Actor) -> None:
    """A routed domain becomes active with its certificate; an active one is only looked at."""
    verdict = certificate.inspect(domain.host)
    asked = certificate_asked_at(domain.host) is not None
    with transaction.atomic():
        mine = OwnDomain.objects.select_for_update().get(pk=domain.pk)
        answers: dict[str, Any] = {**mine.answers, "certificate": {"verdict": str(verdict)}}
        OwnDomain.objects.filter(pk=mine.pk).update(answers=answers)
        if mine.status == Status.ROUTED and _is_good(verdict, asked):
            mine.move(Status.ACTIVE, by=by, active_at=mine.active_at or now(), tries=0)
            announce("active", mine)


def _is_good(verdict: Verdict, asked: bool) -> bool:
    """Some networks cannot reach themselves from inside: then it counts that the proxy has fetched one."""
    return verdict in (Verdict.FINE, Verdict.UNNEEDED) or (verdict is Verdict.UNREACHED and asked)
