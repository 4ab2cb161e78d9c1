"""Agenda tasks of own domains."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor
from tenants.context import current_tenant

from .checks import check as check_domain
from .models import OwnDomain


@handles("domains.check", outside=True)
def check(payload: dict[str, Any], *, by: Actor) -> None:
    """Look at a domain, unless a later look is planned already or there is nothing to look at."""
    domain = OwnDomain.objects.filter(tenant_id=current_tenant().id, uuid=payload["domain"]).first()
    if domain and domain.round == payload["round"]:
        check_domain(domain, by=by)
