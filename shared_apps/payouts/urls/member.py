"""A member's own pages of payouts, in the client portal and in a partner's account."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from tenants.access import View

from ..views import documents, member


def patterns(gate: Callable[[View], View]) -> list[URLPattern]:
    """Behind `gate`."""
    return [
        path("profile/", gate(member.payout_profile), name="affiliate_payout_profile"),
        path("statements/<uuid:uuid>/", gate(documents.own_statement), name="affiliate_payout_statement"),
    ]
