"""The rows of a CSV file or a workbook. What is read is bounded before it is read (RELIABILITY 28)."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from io import BytesIO, StringIO
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from .encodings import NotText, decoded, guess_encoding

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
# A file may name a row far below the others; the rows between are empty and cost time.
MOST_EMPTY = 40_000
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_COLUMNS = 80
LONGEST_CELL = 2_000
DELIMITERS = ",;\t|"

Cells = list[str]


class Unreadable(ValueError):
    """The file cannot be read. `code`: kind, text, broken, packed, empty, rows or columns."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_workbook(content: bytes) -> bool:
    """Whether it is a workbook (a zip archive) and not a text."""
    return content.startswith(b"PK\x03\x04")


def rows_of(content: bytes, *, encoding: str = "", language: str = "") -> Iterator[Cells]:
    """Every row with something in it, cells as trimmed texts. Raises `Unreadable`, also on the way."""
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Unreadable("kind")
    rows = _of_workbook(content) if is_workbook(content) else _of_text(content, encoding, language)
    count = 0
    for at, row in enumerate(rows):
        if at > count + MOST_EMPTY:
            raise Unreadable("rows")
        if len(row) > MOST_COLUMNS:
            raise Unreadable("columns")
        if any(row):
            count += 1
            if count > MOST_ROWS + 1:
                raise Unreadable("rows")
            yield row
    if not count:
        raise Unreadable("empty")


def peek(content: bytes, *, encoding: str = "", language: str = "", rows: int = 6) -> list[Cells]:
    """The first rows."""
    return list(islice(rows_of(content, encoding=encoding, language=language), rows))


def _of_text(content: bytes, encoding: str, language: str) -> Iterator[Cells]:
    try:
        text = decoded(content, encoding or guess_encoding(content, language))
    except NotText as wrong:
        raise Unreadable("text") from wrong
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        for row in reader:
            yield _ended([_clean(cell) for cell in row])
    except csv.Error as wrong:
        raise Unreadable("broken") from wrong


def delimiter_of(text: str) -> str:
    """What separates the cells: the sign that gives the first lines most, and equally many, cells."""
    lines = text[:20_000].splitlines()[:10]

    def fitness(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
        most = max(widths, default=1)
        return (widths.count(most) if most > 1 else 0, most)

    try:
        return max(DELIMITERS, key=fitness)
    except csv.Error:
        return ","


def _of_workbook(content: bytes) -> Iterator[Cells]:
    _look_inside(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        # What the file says of its size is not believed.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            yield _ended([_text(cell) for cell in row])
    except Unreadable:
        raise
    except Exception as wrong:
        raise Unreadable("broken") from wrong


def _look_inside(content: bytes) -> None:
    """Refuse what would unpack to more than fits, and documents that define entities."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unreadable("packed")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!" in archive.open(part).read(1024):
                    raise Unreadable("broken")
    except (BadZipFile, OSError, NotImplementedError, RuntimeError) as wrong:
        raise Unreadable("broken") from wrong


def _text(cell: object) -> str:
    """As a person would have typed it: a whole number has no decimal point, a day is written as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return (cell.date() if cell.time() == dt.time() else cell.replace(microsecond=0)).isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _clean(str(cell))


def _clean(text: str) -> str:
    plain = text.replace("\x00", "").replace("\ufeff", "").strip()[:LONGEST_CELL]
    # An apostrophe keeps a spreadsheet from running the cell; our own exports have it.
    return plain[1:] if plain[:1] == "'" and plain[1:2] in ("=", "+", "-", "@") else plain


def _ended(row: Cells) -> Cells:
    while row and not row[-1]:
        row.pop()
    return row
