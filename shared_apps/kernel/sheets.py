"""Tables as workbooks for spreadsheets. No cell is ever a formula (RELIABILITY 25)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language_bidi
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .cells import csv_answer, safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_000
# What the file format cannot hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def table_answer(
    form: str, name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """A download of a table as `xlsx`, or as CSV for every other form."""
    return (xlsx_answer if form == "xlsx" else csv_answer)(name, heads, rows)


def xlsx_answer(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download of a table as a workbook: numbers and days stay such, everything else is text."""
    answer = HttpResponse(workbook(heads, rows), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def workbook(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """The file itself: one sheet, heads that stay in view, right to left where the reader reads so."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = get_language_bidi()
    for at, head in enumerate(heads):
        sheet.column_dimensions[get_column_letter(at + 1)].width = max(14, min(40, len(str(head)) + 4))
    sheet.append([_head(sheet, head) for head in heads])
    for row in rows:
        sheet.append([_value(cell) for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Any, head: object) -> Any:
    cell = WriteOnlyCell(sheet, value=_value(head))
    cell.font = Font(bold=True)
    return cell


def _value(cell: object) -> Any:
    if isinstance(cell, datetime):
        return cell.date()
    if cell is None or (isinstance(cell, (int, float, date)) and not isinstance(cell, bool)):
        return cell
    return safe_cell(_UNWRITABLE.sub("", str(cell)))[:LONGEST]
