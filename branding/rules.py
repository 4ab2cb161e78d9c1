"""What may stand in a brand. Every refusal names its field."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branding.colour import from_hex, is_hex, to_hex
from branding.corners import STEPS
from branding.fonts import FONTS
from branding.models import Brand
from branding.snapshots import TEXTS, WORDS
from branding.social import clean_links

MANY_LINES = {"address", "invoice_footer", "hero_text"}
LONGEST_TEXT = 50_000


def set_values(brand: Brand, values: Mapping[str, Any]) -> None:
    """Put the cleaned values into the row. Raises ValidationError with every refusal, by field."""
    refused: dict[str, Any] = {}
    for name, value in values.items():
        try:
            setattr(brand, name, _clean(name, value))
        except ValidationError as error:
            refused |= error.error_dict if hasattr(error, "error_dict") else {name: error}
    try:
        brand.clean_fields(exclude=["tenant", "css", "css_hash", *refused])
    except ValidationError as error:
        refused |= error.error_dict
    if refused:
        raise ValidationError(refused)


def _clean(name: str, value: Any) -> Any:
    if name in WORDS:
        return _words(name, value)
    return CLEANERS[name](value)


def _words(name: str, value: Any) -> str:
    """Without line ends and control signs: names and addresses go into mail headers (RELIABILITY 27)."""
    text = str(value).strip()
    if name in MANY_LINES:
        text = text.replace("\r\n", "\n")
    allowed = "\n" if name in MANY_LINES else ""
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") and sign not in allowed for sign in text):
        raise ValidationError(_("Line breaks and control characters are not allowed here."), "control")
    return text


def _colour(value: Any) -> str:
    text = str(value).strip()
    # Colours are often copied without their sign.
    if len(text) == 6 and is_hex(f"#{text}"):
        text = f"#{text}"
    if not is_hex(text):
        raise ValidationError(_("Enter a colour such as #4f46e5."), "colour")
    return to_hex(from_hex(text))


def _one_of(known: Mapping[str, Any]) -> Callable[[Any], str]:
    def chosen(value: Any) -> str:
        if value not in known:
            raise ValidationError(_("Choose one of the list."), "choice")
        return str(value)

    return chosen


def _texts(value: Any) -> dict[str, str]:
    """Language → Markdown, without the empty ones."""
    known = dict(settings.LANGUAGES)
    if set(value) - set(known):
        raise TypeError(f"There is no language {', '.join(sorted(set(value) - set(known)))}.")
    given = {code: str(value.get(code, "")).replace("\r\n", "\n").strip() for code in known}
    if any(len(text) > LONGEST_TEXT for text in given.values()):
        raise ValidationError(_("This text is too long."), "too_long")
    if any("\x00" in text for text in given.values()):
        raise ValidationError(_("Control characters are not allowed here."), "control")
    return {code: text for code, text in given.items() if text}


CLEANERS: dict[str, Callable[[Any], Any]] = {
    "colour": _colour,
    "radius": _one_of(STEPS),
    "font": _one_of(FONTS),
    "social": clean_links,
    **dict.fromkeys(TEXTS, _texts),
}
