"""Countries as the reader calls them, and the time zone that goes with one."""

from __future__ import annotations

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language

_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def countries() -> list[tuple[str, str]]:
    """ISO 3166 codes with names in the active language, sorted by name."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return sorted((pair for pair in found if pair[0] not in _NOT_COUNTRIES), key=lambda pair: pair[1])


def country_name(code: str) -> str:
    names = Locale.parse(get_language() or "en", sep="-").territories
    return str(names.get(code, code))


def time_zone_of(country: str) -> str:
    """The country's time zone where it has only one; UTC where only its people can say which."""
    zones = get_global("territory_zones").get(country, [])
    return zones[0] if len(zones) == 1 else "UTC"
