"""Tells whoever deploys what own domains lack."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def route_is_set(**_: Any) -> list[CheckMessage]:
    """Resellers must be told where to point their domains to."""
    if settings.VITRINE_ROUTE_HOST and settings.VITRINE_ROUTE_ADDRESSES:
        return []
    return [
        Warning(
            "Resellers cannot be told where to point their own domains to.",
            hint="Set VITRINE_ROUTE_HOST and VITRINE_ROUTE_ADDRESSES (docs/domains.md).",
            id="domains.W001",
        )
    ]
