"""Providers that many know, and what of theirs an owner need not look up."""

from __future__ import annotations

import re

from .models import Provider

GOOGLE = "https://accounts.google.com"
_DIRECTORY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def microsoft(directory: str) -> str:
    """The issuer of one Microsoft directory; `ValueError` unless its id is a uuid.

    `common` and `organizations` are none: there anybody's directory could vouch for any address.
    """
    found = directory.strip().lower()
    if not _DIRECTORY.fullmatch(found):
        raise ValueError(directory)
    return f"https://login.microsoftonline.com/{found}/v2.0"


# Neutral pictures: nobody's logo stands on a reseller's pages.
ICONS = {
    Provider.Kind.GOOGLE: "at-sign",
    Provider.Kind.MICROSOFT: "layout-grid",
    Provider.Kind.CUSTOM: "key-round",
    Provider.Kind.PLATFORM: "handshake",
}
