"""The five pages of the programme in the client portal, in the order that members know (S1.13)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SECTIONS = (
    ("affiliate_overview", _("Overview")),
    ("affiliate_payout_methods", _("Payment configuration")),
    ("affiliate_earnings", _("Earnings history")),
    ("affiliate_withdrawals", _("Withdrawal requests")),
    ("affiliate_payments", _("Payment history")),
)


def sections(current: str) -> list[dict[str, Any]]:
    """The menu of the programme with one page current."""
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in SECTIONS]
