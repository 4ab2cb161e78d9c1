"""The small language of a reseller's words.

Paragraphs, `# heading`, `- list`, `**bold**`, `[link](https://…)` and `{name}`. It is read here and by nothing else.
A value takes the place of a name as text and is never read again: whatever a client is called stays what the client
is called (RELIABILITY 10).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import takewhile

from django.core.exceptions import ValidationError
from django.utils.html import conditional_escape, escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

LONGEST_SUBJECT = 200
LONGEST_WORDS = 5000

_NAME = re.compile(r"\{([a-z_]+)\}")
_LINK = r"\[(?P<label>[^\[\]\n]+)\]\((?P<target>https?://[^\s()<>\"']+|\{[a-z_]+\})\)"
_INLINE = re.compile(rf"\*\*(?P<bold>[^*\n]+)\*\*|{_LINK}|\{{(?P<name>[a-z_]+)\}}")
_SAFE_TARGET = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)

Values = Mapping[str, str]


def check(text: str, names: Iterable[str], urls: Iterable[str]) -> None:
    """Raise `ValidationError` for a name that is not allowed, a brace that stands alone, a link of another kind."""
    allowed = list(names)
    unknown = sorted({found for found in _NAME.findall(text) if found not in allowed})
    listed = " ".join(f"{{{name}}}" for name in allowed)
    if unknown:
        raise ValidationError(
            _("%(unknown)s is not known here. You can use: %(allowed)s"),
            "unknown_variable",
            {"unknown": " ".join(f"{{{name}}}" for name in unknown), "allowed": listed},
        )
    if re.search(r"[{}]", _NAME.sub("", text)):
        raise ValidationError(
            _("Braces are for variables alone. You can use: %(allowed)s"), "brace", {"allowed": listed}
        )
    _check_links(text, set(urls))


def _check_links(text: str, urls: set[str]) -> None:
    for target in re.findall(r"\]\(([^)\s]*)", text):
        name = _NAME.fullmatch(target)
        if not (target.lower().startswith(("http://", "https://")) or (name and name[1] in urls)):
            raise ValidationError(
                _("A link leads to an address that begins with https:// or http://."), "link"
            )


def subject(text: str, values: Values) -> str:
    """One line of plain text."""
    filled = _NAME.sub(lambda found: _plain(values.get(found[1], "")), text)
    return " ".join(filled.split())


def html(text: str, values: Values) -> SafeString:
    """The words as HTML. Values that are safe HTML stay so; all else is escaped."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return mark_safe("\n".join(_block(block, values) for block in blocks if block.strip()))


def _block(block: str, values: Values) -> str:
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    headings = list(takewhile(lambda line: line.startswith("# "), lines))
    titles = "".join(f"<h2>{_inline(line[2:], values)}</h2>" for line in headings)
    rest = lines[len(headings) :]
    return titles + (_lines(rest, values) if rest else "")


def _lines(lines: list[str], values: Values) -> str:
    if all(line.startswith(("- ", "* ")) for line in lines):
        items = "".join(f"<li>{_inline(line[2:], values)}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{'<br>'.join(_inline(line, values) for line in lines)}</p>"


def _inline(text: str, values: Values) -> str:
    """Bold, links and values in one pass; what lies between them is escaped."""
    parts, at = [], 0
    for found in _INLINE.finditer(text):
        parts += [escape(text[at : found.start()]), _piece(found, values)]
        at = found.end()
    return "".join([*parts, escape(text[at:])])


def _piece(found: re.Match[str], values: Values) -> str:
    if found["name"]:
        return _value(found["name"], values)
    if found["bold"]:
        return f"<strong>{_inline(found['bold'], values)}</strong>"
    label, target = _inline(found["label"], values), found["target"]
    name = _NAME.fullmatch(target)
    address = values.get(name[1], "") if name else target
    if not _SAFE_TARGET.fullmatch(address):
        return label
    return f'<a href="{escape(address)}">{label}</a>'


def _value(name: str, values: Values) -> str:
    if name not in values:
        return escape(f"{{{name}}}")
    return f"<bdi>{conditional_escape(values[name])}</bdi>"


def _plain(value: str) -> str:
    """A value without markup, where it is safe HTML."""
    return strip_tags(value) if isinstance(value, SafeString) else value
