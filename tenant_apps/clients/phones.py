"""Mobile numbers as E.164, from whatever digits and spaces people type."""

from __future__ import annotations

import phonenumbers

from branding.formats import ascii_digits


class InvalidMobile(ValueError):
    """No telephone number of any country."""


def e164(text: str, country: str) -> str:
    """`0912 000 0000` in IR as `+989120000000`; Persian, Arabic and Thai digits are read too."""
    try:
        number = phonenumbers.parse(ascii_digits(text), country or None)
    except phonenumbers.NumberParseException as wrong:
        raise InvalidMobile(text) from wrong
    if not phonenumbers.is_valid_number(number):
        raise InvalidMobile(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
