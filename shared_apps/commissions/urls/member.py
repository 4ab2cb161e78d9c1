"""A member's pages: the same in the client portal and in a partner's account, each mounted behind its own gate."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from tenants.access import View

from ..views import client, earning, methods, withdrawing


def patterns(gate: Callable[[View], View]) -> list[URLPattern]:
    """Every page of a member behind `gate`."""
    return [
        path("", gate(client.overview), name="affiliate_overview"),
        path("methods/", gate(methods.payout_methods), name="affiliate_payout_methods"),
        path(
            "methods/<uuid:uuid>/removal/",
            gate(methods.payout_method_removal),
            name="affiliate_payout_method_removal",
        ),
        path("earnings/", gate(client.earnings), name="affiliate_earnings"),
        path("earnings/<uuid:uuid>/", gate(earning.member), name="affiliate_earning"),
        path("withdrawals/", gate(client.withdrawals), name="affiliate_withdrawals"),
        path("withdrawals/new/", gate(withdrawing.withdrawal_new), name="affiliate_withdrawal_new"),
        path("payments/", gate(client.payments), name="affiliate_payments"),
    ]
