"""The zone of the loopback name server: a text file with one record in each line, read whenever it has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

FILE = "zone.txt"
BEGINNING = """\
# name type value; a name may begin with *. , and SERVFAIL or SILENT as type make a name server that is broken.
portals.localhost A 127.0.0.1
"""
MOST_HOPS = 8

Record = tuple[str, str, str]


class Zone:
    """Records as a recursive server answers them: aliases followed, wildcards expanded."""

    def __init__(self, folder: str | Path) -> None:
        self.file = Path(folder) / FILE
        if not self.file.exists():
            self.write(BEGINNING)

    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def write(self, text: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(text.replace("\r\n", "\n"), encoding="utf-8")

    def answer(self, name: str, wanted: str) -> tuple[str, list[Record]]:
        """The response code (NOERROR, NXDOMAIN, SERVFAIL, SILENT) and the records, aliases first."""
        records = list(self._records())
        found: list[Record] = []
        for _ in range(MOST_HOPS):
            here = _at(records, name)
            if here is None:
                return "NXDOMAIN", found
            broken = [kind for _, kind, _ in here if kind in ("SERVFAIL", "SILENT")]
            if broken:
                return broken[0], []
            found += [(name, kind, value) for _, kind, value in here if kind == wanted]
            aliases = [value for _, kind, value in here if kind == "CNAME"]
            if not aliases or wanted == "CNAME":
                return "NOERROR", found
            found.append((name, "CNAME", aliases[0]))
            name = aliases[0].rstrip(".").lower()
        return "SERVFAIL", []

    def _records(self) -> Iterator[Record]:
        for line in self.text().splitlines():
            name, kind, value, *_ = [*line.split(None, 2), "", "", ""]
            if name and kind and not name.startswith("#"):
                yield name.rstrip(".").lower(), kind.upper(), value.strip().strip('"')


def put(folder: str | Path, *records: Record) -> None:
    """Add records that are not there yet."""
    zone = Zone(folder)
    known = zone.text()
    new = [line for record in records if (line := " ".join(record)) not in known]
    if new:
        zone.write(known.rstrip("\n") + "\n" + "\n".join(new) + "\n")


def _at(records: list[Record], name: str) -> list[Record] | None:
    """What stands at a name, or at the wildcard above it; None for a name that does not exist."""
    here = [record for record in records if record[0] == name]
    if here or any(each.endswith(f".{name}") for each, _, _ in records):
        return here
    above = name.partition(".")[2]
    while above:
        if star := [record for record in records if record[0] == f"*.{above}"]:
            return star
        above = above.partition(".")[2]
    return None
