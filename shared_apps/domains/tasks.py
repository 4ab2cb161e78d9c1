"""Agenda tasks of own domains."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor

from .checks import check as check_domain
from .queries import own_domain


@handles("domains.check", outside=True)
def check(payload: dict[str, Any], *, by: Actor) -> None:
    """Look at a domain, unless a later look is planned already or there is nothing to look at."""
    domain = own_domain(payload["domain"])
    if domain and domain.round == payload["round"]:
        check_domain(domain, by=by)
