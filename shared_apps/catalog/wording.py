"""Texts that the operator writes once in each language: `{"en": "Mail", "fa": "رایانامه"}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

FALLBACK = "en"


def spoken(texts: Mapping[str, Any]) -> Any:
    """The entry in the reader's language; in English, then in any language, where there is none."""
    return spoken_in(texts, get_language() or FALLBACK)


def spoken_in(texts: Mapping[str, Any], language: str) -> Any:
    """The same in a language that is named."""
    code = language.split("-", maxsplit=1)[0]
    return texts.get(code) or texts.get(FALLBACK) or next(iter(texts.values()), "")


def spoken_list(texts: Mapping[str, Any]) -> tuple[str, ...]:
    """The same for a list of lines, such as a plan's features."""
    return tuple(spoken(texts) or ())


def per_unit(period: str, per_seat: bool) -> str:
    """What a price is for: "per user / month"."""
    return {
        ("month", True): _("per user / month"),
        ("month", False): _("per month"),
        ("year", True): _("per user / year"),
        ("year", False): _("per year"),
        ("once", True): _("per user, once"),
        ("once", False): _("once"),
    }[period, per_seat]
