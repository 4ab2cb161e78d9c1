"""What pages know of the reseller's switches."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .portal import SWITCHES, PortalSettings, portal_settings


def portal_rights(request: HttpRequest) -> dict[str, Any]:
    """`portal_may.may_order` and so on, read when a page first asks: one query, and none on other pages."""
    return {"portal_may": SimpleLazyObject(lambda: rights_of(request))}


def rights_of(request: HttpRequest) -> PortalSettings:
    """What clients may here, read once a request."""
    found: PortalSettings | None = getattr(request, "portal_rights", None)
    if found is None:
        found = request.portal_rights = _rights(request)  # type: ignore[attr-defined]
    return found


def _rights(request: HttpRequest) -> PortalSettings:
    """Nothing is for sale where there is no reseller."""
    tenant = getattr(request, "tenant", None)
    if tenant is None or tenant.is_operator:
        return PortalSettings(**dict.fromkeys(SWITCHES, False))
    return portal_settings()
