"""`make messages`: collects translatable strings in locale/*/LC_MESSAGES/django.po and compiles them.

Babel does it all, so no gettext tools are needed; Django's own `templatize` reads the templates.
"""

import ast
import io
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from deploy.local.paths import ROOT
from deploy.local.progress import say

LOCALE = ROOT / "locale"
FOLDERS = ("config", "tenants", "branding", "shared_apps", "tenant_apps", "templates")
CALL = re.compile(r"\b(?:n?p?gettext|_)\(")
TEMPLATES = {".html", ".txt", ".svg"}
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def update_catalogues() -> None:
    """Add new strings to every catalogue, mark gone ones obsolete, keep what is translated, and compile."""
    found = _strings()
    _begin_missing_catalogues()
    for file in _catalogues():
        catalogue = _read(file)
        # Only strings that changed should show in a diff.
        found.creation_date = catalogue.creation_date
        catalogue.update(found, no_fuzzy_matching=True)
        _write(file, catalogue)
        empty = sum(1 for message in catalogue if message.id and not _is_translated(message))
        say(f"{file.relative_to(LOCALE)}: {len(catalogue)} strings, {empty} not translated")
    compile_catalogues()


def check_catalogues() -> int:
    """Name every string that a catalogue lacks or leaves empty or fuzzy; 1 when there is one."""
    wanted = {_key(message) for message in _strings() if message.id}
    gaps = [
        f"{file.relative_to(LOCALE)}: {text}" for file in _catalogues() for text in _gaps(_read(file), wanted)
    ]
    for gap in gaps:
        say(gap)
    return 1 if gaps else 0


def _gaps(catalogue: Any, wanted: set[Any]) -> list[str]:
    done = {_key(message) for message in catalogue if _is_translated(message) and not message.fuzzy}
    return sorted(repr(key[1]) for key in wanted - done)


def _key(message: Any) -> tuple[str | None, Any]:
    text = message.id if isinstance(message.id, str) else tuple(message.id)
    return message.context, text


def compile_catalogues() -> None:
    """Write the .mo beside every .po that is newer than it."""
    for file in _catalogues():
        compiled = file.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < file.stat().st_mtime:
            _compile(file, compiled)


def _compile(file: Path, compiled: Path) -> None:
    from babel.messages.mofile import write_mo

    whole = io.BytesIO()
    write_mo(whole, _read(file))
    compiled.write_bytes(whole.getvalue())


def _read(file: Path) -> Any:
    from babel.messages.pofile import read_po

    with file.open("rb") as source:
        return read_po(source, locale=file.parts[-3])


def _write(file: Path, catalogue: Any) -> None:
    from babel.messages.pofile import write_po

    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, catalogue, width=110, sort_by_file=True, include_lineno=False)


def _catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def _begin_missing_catalogues() -> None:
    """An empty catalogue for each language of the settings but the source's own."""
    os.environ.setdefault("VITRINE_DEVELOPMENT", "1")
    from babel.messages.catalog import Catalog

    from config.settings import LANGUAGES

    for code, _name in LANGUAGES[1:]:
        file = LOCALE / code / "LC_MESSAGES" / "django.po"
        if not file.exists():
            _write(file, Catalog(locale=code, project="Vitrine", header_comment="", fuzzy=False))


def _is_translated(message: Any) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings)


def _strings() -> Any:
    from babel.messages.catalog import Catalog

    catalogue = Catalog(project="Vitrine", header_comment="", fuzzy=False)
    for file in _sources():
        for line, text, comments, context in _extract(file):
            place = [(str(file.relative_to(ROOT)), line)]
            catalogue.add(text, locations=place, auto_comments=comments, context=context)
    return catalogue


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in TEMPLATES | {".py"} and "static" not in file.parts:
                yield file


def _extract(file: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    from babel.messages.extract import extract

    code = file.read_text()
    if file.suffix in TEMPLATES:
        code = _calls_of_template(code, str(file))
    yield from extract("python", io.BytesIO(code.encode()), KEYWORDS, comment_tags=("Translators:",))


def _calls_of_template(page: str, name: str) -> str:
    """A template's translations as Python calls, one a line.

    `templatize` leaves them among blanked-out words, which are no Python; brackets occur in calls alone.
    """
    from django.utils.translation.template import templatize

    code = templatize(page, origin=name)
    return "\n".join(filter(None, (_call(code, start) for start in CALL.finditer(code))))


def _call(code: str, start: re.Match[str]) -> str:
    """The whole call that begins at `start`: up to the first bracket that makes it an expression."""
    for end in re.finditer(r"\)", code[start.start() :]):
        call = code[start.start() : start.start() + end.end()]
        with suppress(SyntaxError):
            ast.parse(call, mode="eval")
            return call
    return ""
