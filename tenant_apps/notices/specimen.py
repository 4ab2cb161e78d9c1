"""A mail to look at: what the brand studio shows, for nobody and never sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from branding.queries import BrandLook

from .models import MailMessage
from .rendering import own_words, render_with
from .samples import sample

SHOWN = "orders/invoice_issued"


def specimen(look: BrandLook, language: str) -> str:
    """The HTML of an invoice's mail under a look, as it would be sent."""
    message = MailMessage(
        template=SHOWN,
        language=language,
        to_email="maya@example.com",
        to_name=_("Maya Stone"),
        context=sample(SHOWN),
    )
    return render_with(message, own_words(SHOWN, language), look).html
