"""Why a payment stands as it does, in the reader's language. Stored are codes and English sentences."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, gettext_noop

PAID_OTHERWISE = gettext_noop("Paid in another way.")
PAID_AFTER_ALL = gettext_noop("Paid after it was given up.")
TOO_LITTLE_CREDIT = gettext_noop("The account credit does not cover the amount.")
MADE_AT_GATEWAY = gettext_noop("Made at the gateway.")
CARD_REMOVED = gettext_noop("The saved card was removed.")
NEVER_ANSWERED = gettext_noop("The gateway never answered, and nothing was charged.")

_CODES = {
    "card_declined": gettext_lazy("The bank declined the card."),
    "generic_decline": gettext_lazy("The bank declined the card."),
    "insufficient_funds": gettext_lazy("There is not enough money on the card."),
    "expired_card": gettext_lazy("The card has expired."),
    "incorrect_cvc": gettext_lazy("The security code is wrong."),
    "processing_error": gettext_lazy("The bank could not process the card just now."),
    "authentication_required": gettext_lazy("The bank wants you to confirm this payment yourself."),
    "payment_intent_authentication_failure": gettext_lazy("The bank could not confirm that it was you."),
}


def spoken(note: str) -> str:
    """The words for a stored note; what we have no words for is shown as it came."""
    if note in _CODES:
        return str(_CODES[note])
    return gettext(note) if note else ""
