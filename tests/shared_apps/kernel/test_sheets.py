"""Workbooks that a spreadsheet opens, and in which nothing runs."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from shared_apps.kernel.sheets import table_answer, workbook, xlsx_answer


def cells(*row: object) -> list[Any]:
    sheet = load_workbook(BytesIO(workbook(["Head"], [row]))).active
    return list(sheet[2])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_a_cell_that_begins_a_formula_is_text(text: str) -> None:
    """RELIABILITY 25."""
    (cell,) = cells(text)
    assert (cell.data_type, cell.value) == ("s", f"'{text}")


def test_numbers_and_days_stay_such() -> None:
    none, number, day, moment = cells(
        None, -12, dt.date(2026, 3, 21), dt.datetime(2026, 3, 21, 9, tzinfo=dt.UTC)
    )
    assert (number.value, none.value) == (-12, None)
    assert day.value == moment.value == dt.datetime(2026, 3, 21)


def test_what_the_format_cannot_hold_is_left_out() -> None:
    assert cells("a\x00b\x0bc")[0].value == "abc"


def test_a_persian_sheet_runs_from_the_right() -> None:
    with translation.override("fa"):
        assert load_workbook(BytesIO(workbook(["نام"], []))).active.sheet_view.rightToLeft


def test_the_form_is_chosen_and_csv_otherwise() -> None:
    assert xlsx_answer("x", ["A"], [])["Content-Disposition"] == 'attachment; filename="x.xlsx"'
    assert table_answer("xlsx", "x", ["A"], [])["Content-Type"].endswith("sheet")
    assert table_answer("exe", "x", ["A"], [])["Content-Type"].startswith("text/csv")
