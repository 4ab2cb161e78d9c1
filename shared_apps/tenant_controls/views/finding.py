"""The reseller that an address names; 404 for anybody else's, for the operator and for probes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from shared_apps.kernel.actor import Actor
from tenants.models import Tenant


def reseller(uuid: UUID) -> Tenant:
    return get_object_or_404(Tenant, uuid=uuid, kind=Tenant.Kind.RESELLER, is_probe=False)


def actor_of(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
