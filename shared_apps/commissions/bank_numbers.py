"""Card numbers and IBANs as people type them: any digits, unseen marks, spaces. Check digits decide."""

from __future__ import annotations

import re

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum import luhn

from branding.formats.digits import ascii_digits

_BETWEEN = re.compile(r"[\s\-–./]+")
_CARD = re.compile(r"[0-9]{13,19}")
_BARE_BBAN = re.compile(r"[0-9]{24}")
# An IBAN of these countries is two letters and 24 digits, and people leave the letters out.
_TYPED_WITHOUT_LETTERS = {"IR", "TR"}
_LONGEST = 80


class InvalidNumber(ValueError):
    """The number cannot be right: wrong length, or its check digits do not fit."""


def read_card(text: str) -> str:
    """The digits of a bank card; `InvalidNumber` unless Luhn's check fits."""
    digits = _plain(text)
    if not _CARD.fullmatch(digits) or len(set(digits)) == 1 or not luhn.is_valid(digits):
        raise InvalidNumber("card")
    return digits


def read_iban(text: str, country: str = "") -> str:
    """The IBAN in one piece; `InvalidNumber` unless its check fits. 24 bare digits are read in `country`."""
    compact = _plain(text).upper()
    if _BARE_BBAN.fullmatch(compact) and country in _TYPED_WITHOUT_LETTERS:
        compact = country + compact
    try:
        return str(IBAN(compact))
    except SchwiftyException as wrong:
        raise InvalidNumber("iban") from wrong


def mask(number: str) -> str:
    """What pages show of a number: the country of an IBAN and the last four signs."""
    start = number[:2] if number[:2].isalpha() else ""
    return f"{start}•••• {number[-4:]}"


def grouped(number: str) -> str:
    """A number in groups of four, for the person who types it into the bank's form."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def _plain(text: str) -> str:
    if len(text) > _LONGEST:
        raise InvalidNumber("length")
    return _BETWEEN.sub("", ascii_digits(text))
