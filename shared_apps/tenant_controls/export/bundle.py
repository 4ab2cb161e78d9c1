"""The ZIP: JSON Lines, files, and a manifest that says what is in it and how to check it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .parts import PartsFile
from .reading import Row


@dataclass
class Bundle:
    """A ZIP in the making. Every member is counted and hashed while it is written, and none is held in memory."""

    file: PartsFile
    moment: datetime
    members: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._zip = ZipFile(self.file, "w", ZIP_DEFLATED)

    def add_rows(self, name: str, batches: Iterable[list[Row]]) -> None:
        """One JSON object a line."""
        rows = 0

        def lines() -> Iterable[bytes]:
            nonlocal rows
            for batch in batches:
                rows += len(batch)
                yield "".join(f"{as_json(row)}\n" for row in batch).encode()

        self._add(name, lines())
        self.members[-1]["rows"] = rows

    def add_file(self, name: str, content: bytes) -> None:
        self._add(name, [content])

    def close(self, about: dict[str, Any]) -> str:
        """Write the manifest and end the file. Returns the manifest's SHA-256."""
        manifest = json.dumps({**about, "members": self.members}, ensure_ascii=False, indent=1).encode()
        self._add("manifest.json", [manifest])
        self._zip.close()
        self.file.close()
        return sha256(manifest).hexdigest()

    def _add(self, name: str, pieces: Iterable[bytes]) -> None:
        info = ZipInfo(name, self.moment.timetuple()[:6])
        info.compress_type = ZIP_DEFLATED
        digest, size = sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        self.members.append({"name": name, "bytes": size, "sha256": digest.hexdigest()})


def as_json(row: Row) -> str:
    """A row as one line: times in ISO 8601, decimals and identifiers as text."""
    return json.dumps(row, ensure_ascii=False, default=_text)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)
