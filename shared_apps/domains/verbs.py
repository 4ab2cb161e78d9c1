"""What people do with domains: claim, have checked, give back, share, choose the address."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import timedelta

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.secrets import lasting_digest
from tenants.context import current_tenant
from tenants.models import Tenant
from tenants.routing import NotRouted, close_host, make_canonical, platform_host

from . import checks, timing
from .allowance import allowed
from .announcements import announce
from .models import QUARANTINE, OwnDomain, Status
from .names import claimable, twin
from .queries import is_out_of_reach

# A click asks the DNS a handful of questions: not more often than this for one domain.
REST = timedelta(seconds=10)


class AlreadyHere(ValueError):
    """The tenant has claimed this name before."""


class OutOfReach(ValueError):
    """Another tenant holds the name, or gave it back a short while ago."""


class TooMany(ValueError):
    """The tenant has as many domains as one may have."""


class NotServing(ValueError):
    """Visitors cannot reach the domain yet, so links must not name it."""


class TooSoon(ValueError):
    """The domain was looked at a moment ago."""


def claim(typed: str, *, with_twin: bool = False, by: Actor) -> list[OwnDomain]:
    """Claim a name for the current tenant, and with it its `www.` or its apex where that is free.

    Raises `BadName`, `AlreadyHere`, `OutOfReach` or `TooMany`; then nothing is claimed.
    """
    host = claimable(typed)
    made = [_claim(host, by)]
    other = twin(host) if with_twin else None
    if other:
        # What was asked for by name is there; the other one, claimed by itself, says why it cannot be had.
        with suppress(AlreadyHere, OutOfReach, TooMany):
            made.append(_claim(other, by))
    return made


@transaction.atomic
def _claim(host: str, by: Actor) -> OwnDomain:
    tenant = current_tenant()
    mine = OwnDomain.objects.here()
    if mine.filter(host=host).exists():
        raise AlreadyHere(host)
    if is_out_of_reach(host, tenant.id):
        raise OutOfReach(host)
    if mine.count() >= allowed():
        raise TooMany(host)
    at = now()
    domain = OwnDomain(tenant_id=tenant.id, host=host, proof=proof_of(host), created_at=at)
    timing.plan(domain, at)
    try:
        with transaction.atomic():
            domain.save(force_insert=True)
    except IntegrityError as clash:
        raise AlreadyHere(host) from clash
    record(domain, "claim", by=by, to_status=Status.PENDING)
    return domain


def proof_of(host: str) -> str:
    """What the TXT record of a domain must say: nobody else can make it, and it fits no other tenant or host."""
    return lasting_digest(f"domains.proof:{current_tenant().uuid}", host)[:32]


def recheck(domain: OwnDomain, *, by: Actor) -> None:
    """Look now, because somebody asked, and keep looking often for a while. Raises `TooSoon`."""
    at = now()
    rested = OwnDomain.objects.filter(pk=domain.pk).exclude(asked_at__gt=at - REST)
    if not rested.update(asked_at=at, tries=0):
        raise TooSoon(domain.host)
    checks.check(domain, by=by, may_connect=False)
    if domain.status == Status.ROUTED:
        # The worker sees to the certificate at once.
        _look_again(domain)


@transaction.atomic
def _look_again(domain: OwnDomain) -> None:
    mine = OwnDomain.objects.select_for_update().get(pk=domain.pk)
    timing.plan(mine, now(), at_once=True)
    mine.save(update_fields=["round", "next_check_at"])


@transaction.atomic
def release(domain: OwnDomain, *, by: Actor, reason: str = "") -> None:
    """Give a domain back: it leads here no more, and for 30 days no other tenant may claim it.

    Raises `IllegalMove` when it is given back already. A name that was never proved is free at once.
    """
    at = now()
    was = OwnDomain.objects.select_for_update().get(pk=domain.pk)
    until = at + QUARANTINE if was.is_held else None
    domain.move(
        Status.RELEASED, by=by, reason=reason, quarantined_until=until, next_check_at=None, share_key=""
    )
    if until:
        close_host(domain.tenant_id, domain.host, remove=True)


@transaction.atomic
def revoke(domain: OwnDomain, *, by: Actor, reason: str) -> None:
    """Stop a domain whatever its DNS says, until `restore`: the operator's word. Raises `IllegalMove`.

    Nobody can claim the name meanwhile, nor the tenant itself by giving it back first.
    """
    # A look under way may be moving it: what it says counts once that look is over.
    domain.status = OwnDomain.objects.select_for_update().get(pk=domain.pk).status
    if domain.status == Status.SUSPENDED:
        # The DNS has stopped it already; mended there, it must not come back by itself.
        OwnDomain.objects.filter(pk=domain.pk).update(trouble=OwnDomain.Trouble.REVOKED)
        domain.trouble = OwnDomain.Trouble.REVOKED
        record(domain, "revoke", by=by, reason=reason)
        return
    domain.move(
        Status.SUSPENDED, by=by, reason=reason, suspended_at=now(), trouble=OwnDomain.Trouble.REVOKED,
        was_address=False,
    )  # fmt: skip
    close_host(domain.tenant_id, domain.host)
    announce("suspended", domain, why=domain.trouble)


@transaction.atomic
def restore(domain: OwnDomain, *, by: Actor, reason: str) -> None:
    """Take a revocation back: the next look decides, or a new claim where the domain was given back."""
    domain.trouble = OwnDomain.Trouble.NONE
    if domain.status != Status.RELEASED:
        timing.plan(domain, now(), at_once=True)
    domain.save(update_fields=["trouble", "round", "next_check_at"])
    record(domain, "restore", by=by, reason=reason)


@transaction.atomic
def choose_address(domain: OwnDomain | None, *, by: Actor) -> None:
    """Make a domain the tenant's address, or the platform's own host where there is none.

    Raises `NotServing` unless the domain serves visitors over a good certificate, and `NotWhileActing`.
    """
    only_oneself(by)
    tenant = Tenant.objects.get(pk=current_tenant().id)
    host = domain.host if domain else platform_host(tenant)
    if domain and not OwnDomain.objects.filter(pk=domain.pk, status=Status.ACTIVE).exists():
        raise NotServing(host)
    try:
        make_canonical(tenant.pk, host)
    except NotRouted as closed:
        raise NotServing(host) from closed
    # What was chosen now holds: none that fails takes its place back once it is mended.
    OwnDomain.objects.here().filter(was_address=True).update(was_address=False)
    record(tenant, "choose address", by=by, host=host)


@transaction.atomic
def share(domain: OwnDomain, *, by: Actor) -> None:
    """Make a link for whoever runs the DNS; a link that was made before stops working."""
    domain.share_key, domain.shared_at = secrets.token_hex(8), now()
    domain.save(update_fields=["share_key", "shared_at"])
    record(domain, "share", by=by)


@transaction.atomic
def stop_sharing(domain: OwnDomain, *, by: Actor) -> None:
    """The link stops working at once."""
    domain.share_key, domain.shared_at = "", None
    domain.save(update_fields=["share_key", "shared_at"])
    record(domain, "stop sharing", by=by)
