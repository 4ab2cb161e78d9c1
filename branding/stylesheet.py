"""Joins the layers of the design system into one file, `css/app.css`.

The sources stay small and readable; a browser asks once. The finder below hands the joined file to Django's
static
files, so it is served while developing, and collected, hashed and compressed like any other file.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).resolve().parent / "static" / "css"
NAME = "css/app.css"
ORDER = "@layer reset, tokens, base, layout, components, utilities;\n"


def sources() -> list[Path]:
    """The files in the order in which they are joined."""
    first = [SOURCES / f"{layer}.css" for layer in ("fonts", "reset", "tokens", "base", "layout")]
    return [*first, *sorted((SOURCES / "components").glob("*.css")), SOURCES / "utilities.css"]


def joined() -> str:
    """The whole stylesheet. Components stand inside their layer without saying so themselves."""
    parts = [ORDER]
    for source in sources():
        text = source.read_text(encoding="utf-8")
        parts.append(text if source.stem == "fonts" else f"@layer {_layer(source)} {{\n{text}}}\n")
    return "\n".join(parts)


def _layer(source: Path) -> str:
    return "components" if source.parent.name == "components" else source.stem


class StylesheetFinder(BaseFinder):
    """Finds `css/app.css`, joined anew whenever a source is newer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(settings.DATA_DIR) / "stylesheet"

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        found = str(self._written())
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        self._written()
        yield NAME, FileSystemStorage(location=self.folder)

    def _written(self) -> Path:
        target = self.folder / NAME
        newest = max(source.stat().st_mtime for source in (*sources(), SOURCES / "components"))
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Renamed into place: another process may be reading it.
            fresh = target.with_suffix(f".{os.getpid()}")
            fresh.write_text(joined(), encoding="utf-8")
            fresh.replace(target)
        return target
