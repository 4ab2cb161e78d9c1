"""How two versions of a brand differ, in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from branding import corners, fonts
from branding.snapshots import PICTURES, TEXTS, differences
from branding.social import NETWORKS
from branding.studio.words import LABELS

MOST_LINES = 40


@dataclass(frozen=True)
class Difference:
    """One field: what stood there before and after.

    `kind`: words, colour, picture, picture-on-dark, or text (with its `lines`).
    """

    label: str | Promise
    before: str | Promise
    after: str | Promise
    kind: str = "words"
    lines: tuple[tuple[str, str], ...] = ()


def differences_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every difference, in the order of the form."""
    changed = differences(dict(before), dict(after))
    return [each for name in changed for each in _of_field(name, before.get(name), after.get(name))]


def _of_field(name: str, before: Any, after: Any) -> Iterator[Difference]:
    label = LABELS[name]
    if name in TEXTS:
        yield from _texts(label, before or {}, after or {})
    elif name == "social":
        yield from _links(before or {}, after or {})
    elif name in PICTURES:
        kind = "picture-on-dark" if name == "logo_dark" else "picture"
        yield Difference(label, before or "", after or "", kind)
    elif name == "colour":
        yield Difference(label, before or "", after or "", "colour")
    else:
        yield Difference(label, _shown(name, before), _shown(name, after))


def _shown(name: str, value: Any) -> str | Promise:
    if name == "radius":
        return corners.LABELS.get(value, value or "")
    if name == "font":
        return fonts.FONTS[value].name if value in fonts.FONTS else value or ""
    return str(value or "")


def _links(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for key, network in NETWORKS.items():
        if before.get(key) != after.get(key):
            yield Difference(network.name, before.get(key, ""), after.get(key, ""))


def _texts(label: Any, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for code in sorted({*before, *after}):
        old, new = before.get(code, ""), after.get(code, "")
        if old != new:
            named = {"text": label, "language": get_language_info(code)["name_local"]}
            title = gettext("%(text)s, %(language)s") % named
            lines = tuple(_lines(old, new)) if old and new else ()
            yield Difference(title, _state(old), _state(new), "text", lines)


def _state(text: str) -> str | Promise:
    return _("written") if text else _("empty")


def _lines(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Lines that came (+) and went (-), as many as can be read."""
    found = [
        (line[0], line[1:])
        for line in difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
        if line[:1] in "+-" and not line.startswith(("+++", "---")) and line[1:].strip()
    ]
    yield from found[:MOST_LINES]
    if len(found) > MOST_LINES:
        yield " ", "…"
