"""A member's pages: the same in the client portal and in a partner's account, each mounted behind its own gate."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from tenants.access import View

from ..views import client, disputing, earning, links, methods, withdrawing


def patterns(gate: Callable[[View], View]) -> list[URLPattern]:
    """Every page of a member behind `gate`."""
    return [
        path("", gate(client.overview), name="affiliate_overview"),
        path("links/", gate(links.links), name="affiliate_links"),
        path("links/<uuid:uuid>/", gate(links.link), name="affiliate_link"),
        path("links/<uuid:uuid>/ending/", gate(links.link_ending), name="affiliate_link_ending"),
        path("links/<uuid:uuid>/qr/", gate(links.link_qr), name="affiliate_link_qr"),
        path("qr/", gate(links.qr), name="affiliate_qr"),
        path("texts/", gate(links.texts), name="affiliate_texts"),
        path("disputes/", gate(disputing.disputes), name="affiliate_disputes"),
        path("disputes/<uuid:uuid>/", gate(disputing.dispute), name="affiliate_dispute"),
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
