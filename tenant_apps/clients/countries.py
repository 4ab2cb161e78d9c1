"""Countries by their names in the reader's language."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import get_language

# Territories of the locale data that are no countries.
_NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def countries() -> list[tuple[str, str]]:
    """Codes and names in the order of the names, with a line for none."""
    return _countries_in((get_language() or "en").split("-")[0])


def country_name(code: str) -> str:
    """The name of a code; the code itself where there is none."""
    return dict(countries()).get(code, code)


@cache
def _countries_in(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).territories.items()
    known = [(code, name) for code, name in names if len(code) == 2 and code not in _NO_COUNTRIES]
    return [("", "–"), *sorted(known, key=lambda pair: pair[1])]
