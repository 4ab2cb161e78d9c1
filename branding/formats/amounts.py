"""Money on the page and in a field.

Rials are shown and typed as toman (10 rials) in Persian, never stored so.
"""

import re
from decimal import Decimal
from typing import Protocol

from branding.formats.digits import ascii_digits, language
from branding.formats.numerals import MINUS, compact, marks, number, signed
from shared_apps.kernel.money import EXPONENTS, LARGEST_MINOR

NBSP = "\u00a0"
COMPACT_FROM = 1_000_000

SYMBOLS = {"USD": "$", "EUR": "€", "TRY": "₺", "THB": "฿", "JPY": "¥"}
PERSIAN_UNITS = {
    "IRR": "تومان",
    "USD": "دلار",
    "EUR": "یورو",
    "TRY": "لیر",
    "THB": "بات",
    "JPY": "ین",
    "KWD": "دینار کویت",
}

# Persian keyboards have three marks for the same purpose.
_GROUP_ALIASES = str.maketrans({"٬": ",", "،": ","})


class InvalidAmount(ValueError):
    """The text is no amount of money."""


class Amount(Protocol):
    @property
    def minor(self) -> int: ...

    @property
    def currency(self) -> str: ...


def money(value: Amount, *, trim: bool = False, lang: str | None = None) -> str:
    """An exact amount: $1,234.50, ₺1.234,50, ۱٬۲۳۴٬۵۰۰ تومان. `trim` leaves out decimals that are zero."""
    shown = shown_amount(value.minor, value.currency, lang)
    places = _places(value.currency, lang)
    if shown == shown.to_integral_value() and (trim or places == 1):
        places = 0
    return _dressed(number(abs(shown), places, lang), value.currency, lang, is_negative=shown < 0)


def compact_money(value: Amount, lang: str | None = None) -> tuple[str, str]:
    """For key figures: the figures and the unit, short from a million on, without decimals below it."""
    shown = shown_amount(value.minor, value.currency, lang)
    if abs(shown) < COMPACT_FROM:
        figures, size = number(abs(shown), 0, lang), ""
    else:
        figures, size = compact(abs(shown), lang)
    sign = MINUS if shown < 0 else ""
    if language(lang) == "fa" or value.currency not in SYMBOLS:
        unit = entry_unit(value.currency, lang)[0]
        return signed(sign, figures, lang), f"{size.strip()} {unit}".strip()
    return _dressed(figures, value.currency, lang, is_negative=shown < 0), size.strip()


def entry_value(minor: int, currency: str, lang: str | None = None) -> str:
    """An amount as a field shows it, without its unit."""
    shown = shown_amount(minor, currency, lang)
    places = 0 if shown == shown.to_integral_value() else _places(currency, lang)
    return number(shown, places, lang)


def entry_unit(currency: str, lang: str | None = None) -> tuple[str, bool]:
    """The unit that stands in the field, and whether it stands before the number."""
    if language(lang) == "fa":
        return _unit(currency), False
    return (SYMBOLS[currency], True) if currency in SYMBOLS else (currency, False)


def parse_minor(text: str, currency: str, lang: str | None = None) -> int:
    """Minor units of an amount typed with the reader's digits and marks; toman in Persian when rials are
    meant.

    Grouping marks must group by three and decimals must not go beyond the currency's; anything else is
    refused
    rather than guessed, because 1.500 is a thousand times more in Turkish than in English.
    """
    plain = ascii_digits(text).replace(" ", "").translate(_GROUP_ALIASES)
    typed = _pattern(currency, lang).fullmatch(plain)
    if typed is None:
        raise InvalidAmount(text)
    whole = "".join(digit for digit in typed["whole"] if digit.isdigit())
    scale = 1 if _is_toman(currency, lang) else EXPONENTS[currency]
    minor = int(Decimal(f"{whole}.{typed['part'] or 0}").scaleb(scale))
    if minor > LARGEST_MINOR:
        raise InvalidAmount(text)
    return -minor if typed["sign"] else minor


def _pattern(currency: str, lang: str | None) -> re.Pattern[str]:
    grouping, point = marks(lang)
    # A full stop is a decimal point to a Persian reader too, but hardly with toman: that would be a guess.
    points = re.escape(point) + ("." if language(lang) == "fa" and not _is_toman(currency, lang) else "")
    group = "," if grouping == "٬" else re.escape(grouping)
    places = _places(currency, lang)
    part = rf"(?:[{points}](?P<part>[0-9]{{1,{places}}}))?" if places else "(?P<part>)"
    return re.compile(
        rf"(?P<sign>[-{MINUS}])?(?P<whole>[0-9]{{1,16}}|[0-9]{{1,3}}(?:{group}[0-9]{{3}}){{1,5}}){part}"
    )


def _is_toman(currency: str, lang: str | None) -> bool:
    return currency == "IRR" and language(lang) == "fa"


def _places(currency: str, lang: str | None) -> int:
    return 1 if _is_toman(currency, lang) else EXPONENTS[currency]


def shown_amount(minor: int, currency: str, lang: str | None = None) -> Decimal:
    """The number a reader sees for an amount: lira for kuruş, toman for rials in Persian."""
    return Decimal(minor).scaleb(-_places(currency, lang))


def _unit(currency: str) -> str:
    return PERSIAN_UNITS.get(currency, currency)


def _dressed(figures: str, currency: str, lang: str | None, is_negative: bool) -> str:
    sign = MINUS if is_negative else ""
    unit, is_before = entry_unit(currency, lang)
    return f"{sign}{unit}{figures}" if is_before else f"{signed(sign, figures, lang)}{NBSP}{unit}"
