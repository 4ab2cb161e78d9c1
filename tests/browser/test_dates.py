"""A day is chosen by keyboard in the reader's own calendar and digits, and the server reads what was chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import jdatetime
import pytest

from tests.browser.person import Person

pytestmark = pytest.mark.browser
ARABIC = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
START = dt.date(2026, 3, 20)


def _jalali(day: dt.date) -> str:
    return jdatetime.date.fromgregorian(date=day).strftime("%Y/%m/%d").translate(ARABIC)


def _buddhist(day: dt.date) -> str:
    return f"{day.year + 543}/{day:%m/%d}"


@pytest.mark.parametrize(
    ("language", "shop", "written"),
    [
        ("en", "bulutsan", "{:%Y-%m-%d}".format),
        ("tr", "bulutsan", "{:%Y/%m/%d}".format),
        ("fa", "abrnama", _jalali),
        ("th", "mekhthai", _buddhist),
    ],
)
def test_a_day_by_keyboard(
    language: str, shop: str, written: Callable[[dt.date], str], sit_down: Callable[[str, str], Person]
) -> None:
    owner = sit_down(shop, language).sign_in(f"owner@{shop}.example").open("/office/ledger/")
    field = owner.page.locator('input[name="since"]')
    field.fill(written(START))
    button = owner.page.locator('date-field:has(input[name="since"]) button[popovertarget]')
    button.focus()
    chosen = owner.page.locator("date-field button[data-time]:focus")
    owner.page.keyboard.press("Enter")
    chosen.wait_for()
    # The day after, by the arrow that points onwards in the direction of the script; then a week on.
    for key in ("ArrowLeft" if language == "fa" else "ArrowRight", "ArrowDown", "Enter"):
        owner.page.keyboard.press(key)
    assert field.input_value() == written(START + dt.timedelta(days=8))
    # A year on and back, to the end of the week; Escape leaves the field as it was.
    button.focus()
    owner.page.keyboard.press("Enter")
    chosen.wait_for()
    for key in ("Shift+PageDown", "Shift+PageUp", "End", "Escape"):
        owner.page.keyboard.press(key)
    assert field.input_value() == written(START + dt.timedelta(days=8))
    assert button.evaluate("e => e === document.activeElement")
    field.press("Enter")
    owner.page.wait_for_load_state()
    assert owner.value("since") == written(START + dt.timedelta(days=8))
    assert not owner.page.locator(".errorlist, .field-error").count()
