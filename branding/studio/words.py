"""What the fields of a brand are called."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from branding import formats

LABELS = {
    "name": _("Name"),
    "legal_name": _("Legal name"),
    "tagline": _("Tagline"),
    "hero_title": _("Headline of the shop"),
    "hero_text": _("Text below the headline"),
    "support_email": _("Support e-mail"),
    "support_phone": _("Support phone"),
    "sender_name": _("Sender name of mails"),
    "reply_to": _("Answers to mails go to"),
    "footer": _("Footer"),
    "tax_id": _("Tax number"),
    "address": _("Address"),
    "invoice_footer": _("Footer of invoices"),
    "colour": _("Colour"),
    "radius": _("Corners"),
    "font": _("Font"),
    "logo": _("Logo"),
    "logo_dark": _("Logo for dark backgrounds"),
    "favicon": _("Browser icon"),
    "social": _("Social networks"),
    "terms": _("Terms and conditions"),
    "privacy": _("Privacy"),
}


def listed(fields: Sequence[str], most: int = 0) -> str:
    """The fields' names in a row; beyond `most` only how many more."""
    names = [str(LABELS[name]) for name in fields if name in LABELS]
    shown = names[:most] if most else names
    row = pgettext("between the words of a list", ", ").join(shown)
    more = len(names) - len(shown)
    if not more:
        return row
    text = ngettext("%(fields)s and %(count)s more", "%(fields)s and %(count)s more", more)
    return text % {"fields": row, "count": formats.number(more)}
