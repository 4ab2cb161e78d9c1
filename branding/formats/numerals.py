"""Plain numbers: grouping, decimals, per cent, and short forms for key figures."""

from decimal import ROUND_HALF_UP, Decimal

from branding.formats.digits import language, local_digits

MINUS = "\u2212"
ISOLATE, END_ISOLATE = "\u2066", "\u2069"
FIRST_STRONG_ISOLATE = "\u2068"
Number = int | float | Decimal

# Grouping mark, decimal mark.
MARKS = {"en": (",", "."), "th": (",", "."), "tr": (".", ","), "fa": ("٬", "٫")}

SHORT_UNITS: dict[str, tuple[tuple[int, str], ...]] = {
    "en": ((10**9, "B"), (10**6, "M"), (10**3, "K")),
    "tr": ((10**9, " Mr"), (10**6, " Mn"), (10**3, " B")),
    "th": ((10**9, " พันล้าน"), (10**6, " ล้าน"), (10**3, " พัน")),
    "fa": ((10**9, " میلیارد"), (10**6, " میلیون"), (10**3, " هزار")),
}


def marks(lang: str | None = None) -> tuple[str, str]:
    """The grouping and the decimal mark of a language."""
    return MARKS.get(language(lang), MARKS["en"])


def number(value: Number, places: int | None = None, lang: str | None = None) -> str:
    """A number with local grouping and digits; up to two decimals, or exactly `places`."""
    exact = Decimal(str(value))
    shown = 2 if places is None else places
    text = f"{_rounded(abs(exact), shown):,.{shown}f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    grouping, point = marks(lang)
    text = text.translate({ord(","): grouping, ord("."): point})
    is_negative = exact < 0 and any(digit in text for digit in "123456789")
    return signed(MINUS if is_negative else "", local_digits(text, lang), lang)


def percent(value: Number, places: int | None = None, lang: str | None = None, sign: bool = False) -> str:
    """A percentage; `value` counts in per cent (8.4 is 8.4 %). `sign` shows a plus, too."""
    exact = Decimal(str(value))
    text = number(abs(exact), places, lang)
    whole = {"fa": f"{text}٪", "tr": f"%{text}"}.get(language(lang), f"{text}%")
    return signed(MINUS if exact < 0 else "+" if sign and exact > 0 else "", whole, lang)


def signed(sign: str, text: str, lang: str | None = None) -> str:
    """The sign before the number.

    Persian writes it on the number's left, which needs an isolate in its lines.
    """
    return f"{ISOLATE}{sign}{text}{END_ISOLATE}" if sign and language(lang) == "fa" else sign + text


def isolated(text: object) -> str:
    """A number, name or address that keeps its own direction inside a sentence, as <bdi> does in markup."""
    return f"{FIRST_STRONG_ISOLATE}{text}{END_ISOLATE}"


def compact(value: Number, lang: str | None = None) -> tuple[str, str]:
    """A large number in short: its figures and its unit, to be set apart in print."""
    exact = Decimal(str(value))
    for size, unit in SHORT_UNITS.get(language(lang), SHORT_UNITS["en"]):
        if abs(exact) >= size:
            return number(_three_figures(exact / size), lang=lang), unit
    return number(value, lang=lang), ""


def _three_figures(value: Decimal) -> Decimal:
    whole = len(str(int(abs(value))))
    return _rounded(value, max(0, 3 - whole))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
