"""Own domains of the demonstration: one that works and one that waits, with the zone that the sandbox serves."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from deploy.sandbox.dns.zone import put
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.verbs import AlreadyHere, claim
from shared_apps.kernel.actor import Actor

ACTIVE = {"abrnama": "shop.abrnama.localhost"}
WAITING = {"abrnama": "panel.abrnama.localhost"}


def load(slug: str, by: Actor) -> None:
    """Claim the domains of a shop; the agenda finds the records of the first as soon as the sandbox answers."""
    if slug in ACTIVE:
        domain = _claimed(ACTIVE[slug], by)
        put(
            Path(settings.DATA_DIR) / "dns",
            (f"_portal-verify.{domain.host}", "TXT", domain.proof),
            (domain.host, "CNAME", f"{settings.VITRINE_ROUTE_HOST}."),
        )
    if slug in WAITING:
        _claimed(WAITING[slug], by)


def _claimed(host: str, by: Actor) -> OwnDomain:
    try:
        return claim(host, by=by)[0]
    except AlreadyHere:
        return OwnDomain.objects.here().get(host=host)
