"""What staff are told when money was to go back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from branding import formats
from shared_apps.payments.door import RefundCard

from ...errors import RefundHeld


def tell_refund(request: HttpRequest, card: RefundCard | None, done: str) -> None:
    """`done` where the money is back, or none had to go; else that the gateway declined, or has not answered."""
    if card is None or card.is_done:
        messages.success(request, done)
    elif card.status == "declined":
        messages.error(request, _("The gateway declined the refund: %(why)s") % {"why": card.note})
    else:
        messages.info(request, _("The gateway has not answered yet. The refund is being checked."))


def tell_held(request: HttpRequest, held: RefundHeld) -> None:
    """The operator collected the money and holds less by now: it was asked to decide."""
    missing = {"missing": formats.money(held.missing)}
    said = _("%(missing)s of it is no longer held for you. The platform was asked to decide.")
    messages.warning(request, said % missing)
