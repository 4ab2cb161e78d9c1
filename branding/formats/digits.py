"""Digits of the scripts that readers write in."""

from django.utils import translation

PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ARABIC = "٠١٢٣٤٥٦٧٨٩"
THAI = "๐๑๒๓๔๕๖๗๘๙"
ASCII = "0123456789"

# Spaces, joiners and direction marks that keyboards and copied text bring along.
UNSEEN = (
    "\u00a0\u2007\u2009\u202f\u200b\u200c\u200d\u200e\u200f"
    "\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)

_TO_ASCII = str.maketrans(PERSIAN + ARABIC + THAI, ASCII * 3)
_TO_PERSIAN = str.maketrans(ASCII, PERSIAN)
_WITHOUT_UNSEEN = {ord(mark): None for mark in UNSEEN}


def language(lang: str | None) -> str:
    """The two-letter code asked for, or that of the active language."""
    return (lang or translation.get_language() or "en").split("-")[0]


def local_digits(text: object, lang: str | None = None) -> str:
    """The text with the digits its readers use. Thai and Turkish readers use the Latin ones."""
    return str(text).translate(_TO_PERSIAN) if language(lang) == "fa" else str(text)


def ascii_digits(text: str) -> str:
    """The text with Persian, Arabic and Thai digits as 0-9, without unseen marks around them."""
    return text.translate(_TO_ASCII).translate(_WITHOUT_UNSEEN).strip()
