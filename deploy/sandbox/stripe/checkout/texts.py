"""The checkout page's words in its four languages."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fa", "tr", "th")


@cache
def texts(language: str) -> dict[str, str]:
    """Every word of the page in `language`."""
    path = Path(__file__).parent / "texts" / f"{language}.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def choose(locale: str | None, accepted: str) -> str:
    """The session's locale, else the browser's first language the page has, else English."""
    wanted = [locale] if locale and locale != "auto" else re.findall(r"[A-Za-z]+(?=[-,;]|$)", accepted or "")
    return next((code for code in (w.lower()[:2] for w in wanted) if code in LANGUAGES), "en")


def direction(language: str) -> str:
    """Which way the language is written."""
    return "rtl" if language == "fa" else "ltr"
