"""The people at both ends of a crossing, as their own tenant knows them now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from tenants.context import TenantUnavailable, acting_in

from .cards import PERMISSIONS
from .models import Crossing


def person_here(uuid: UUID) -> Any:
    """An active person of the current tenant, or None."""
    people: Any = get_user_model()._default_manager
    return people.filter(uuid=uuid, is_active=True).first()


def is_entitled(crossing: Crossing) -> bool:
    """Whether the real person still may: active, with the permission, in a tenant that is live (RELIABILITY 33)."""
    try:
        with acting_in(crossing.from_tenant.as_record("")):
            person = person_here(crossing.from_person_uuid)
    except TenantUnavailable:
        return False
    if person is None:
        return False
    permission = PERMISSIONS.get(crossing.kind)  # type: ignore[call-overload]
    if permission is None:
        return True
    with acting_in(crossing.from_tenant.as_record("")):
        return bool(person.can(permission))
