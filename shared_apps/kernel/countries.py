"""Countries as the reader calls them."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language

_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def countries() -> list[tuple[str, str]]:
    """ISO 3166 codes with names in the active language, sorted by name."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return sorted((pair for pair in found if pair[0] not in _NOT_COUNTRIES), key=lambda pair: pair[1])


def country_name(code: str) -> str:
    """The country's name in the active language; the code itself for an unknown one."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    return str(names.get(code, code))
