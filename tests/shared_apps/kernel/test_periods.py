"""Periods by calendar and time zone, with the dates in comments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_apps.kernel.periods import Anchor, Stretch, next_stretch, period_end, seconds

TEHRAN, BERLIN, ISTANBUL = ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Istanbul")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)


def after(start: datetime, period: str, anchor: str, zone: ZoneInfo = BERLIN) -> Stretch:
    return next_stretch(start, period, Anchor.read(anchor), origin=start, count=0, zone=zone)


def test_a_month_is_the_time_zones_own() -> None:
    # 31 January 22:30 UTC is 1 February 01:30 in Istanbul: a month later is 1 March, not the last of February.
    start = datetime(2026, 1, 31, 22, 30, tzinfo=UTC)
    assert period_end(start, "month", 1, ISTANBUL) == datetime(2026, 2, 28, 22, 30, tzinfo=UTC)
    assert period_end(start, "month", 1) == datetime(2026, 2, 28, 22, 30, tzinfo=UTC)
    assert period_end(start, "month", 2) == datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    assert period_end(start, "month", 2, ISTANBUL) == datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    assert period_end(start, "month", 3, ISTANBUL) == datetime(2026, 4, 30, 22, 30, tzinfo=UTC)


def test_summer_time_moves_no_hour() -> None:
    # Berlin changes on 29 March 2026: 10:00 stays 10:00, so the month has 31 days less one hour.
    start = datetime(2026, 3, 1, 10, tzinfo=BERLIN)
    end = period_end(start, "month", 1, BERLIN)
    assert end == datetime(2026, 4, 1, 10, tzinfo=BERLIN)
    assert seconds(start, end) == 31 * 86_400 - 3600
    # 02:30 of 29 March does not exist there: it becomes 03:30.
    gap = period_end(datetime(2026, 2, 28, 2, 30, tzinfo=BERLIN), "month", 1, BERLIN) + timedelta(days=1)
    assert gap.astimezone(BERLIN).hour == 3


def test_leap_days_and_years() -> None:
    leap = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert [period_end(leap, "year", count).day for count in (1, 2, 3, 4)] == [28, 28, 28, 29]
    upgrade_on_the_31st = datetime(2028, 1, 31, 12, tzinfo=UTC)
    ends = [period_end(upgrade_on_the_31st, "month", count).date().isoformat() for count in (1, 2, 3)]
    assert ends == ["2028-02-29", "2028-03-31", "2028-04-30"]


@pytest.mark.parametrize(
    ("anchor", "start", "ends"),
    [
        # To the first of the month at its share, then whole months.
        ("gregorian:1", datetime(2026, 3, 10, 9), ["2026-04-01", "2026-05-01"]),
        # The 31st where there is one, else the month's last day.
        ("gregorian:31", datetime(2026, 1, 31, 0), ["2026-02-28", "2026-03-31"]),
        ("gregorian:15", datetime(2026, 3, 20, 9), ["2026-04-15", "2026-05-15"]),
    ],
)
def test_a_gregorian_anchor(anchor: str, start: datetime, ends: list[str]) -> None:
    first = after(start.replace(tzinfo=BERLIN), "month", anchor)
    second = after(first.end, "month", anchor)
    assert [one.end.astimezone(BERLIN).date().isoformat() for one in (first, second)] == ends
    assert second.is_whole


def test_the_way_to_the_anchor_costs_its_share() -> None:
    # 10 March 00:00 to 1 April: 22 of March's 31 days, less the hour of summer time on both sides.
    stub = after(datetime(2026, 3, 10, tzinfo=BERLIN), "month", "gregorian:1")
    assert (stub.part, stub.whole) == (22 * 86_400 - 3600, 31 * 86_400 - 3600)


def test_a_jalali_month_and_a_jalali_leap_year() -> None:
    # 1 Esfand 1403 (19 February 2025) begins a month of 30 days: 1403 is a leap year. 1404 is none: 29 days.
    leap = after(datetime(2025, 2, 19, tzinfo=TEHRAN), "month", "jalali:1", TEHRAN)
    common = after(datetime(2026, 2, 20, tzinfo=TEHRAN), "month", "jalali:1", TEHRAN)
    assert (leap.end - leap.start).days == 30
    assert (common.end - common.start).days == 29
    # The year 1403 has 366 days: from 20 March 2024 to 21 March 2025.
    year = after(datetime(2024, 3, 20, tzinfo=TEHRAN), "year", "jalali:1", TEHRAN)
    assert year.is_whole
    assert year.end.astimezone(TEHRAN).date().isoformat() == "2025-03-21"


@given(
    start=MOMENTS,
    anchor=st.sampled_from(["anniversary", "gregorian:1", "gregorian:31", "jalali:1", "jalali:31"]),
    period=st.sampled_from(["month", "year"]),
    zone=st.sampled_from([TEHRAN, BERLIN, ISTANBUL]),
)
def test_stretches_follow_each_other_and_cost_at_most_a_period(
    start: datetime, anchor: str, period: str, zone: ZoneInfo
) -> None:
    """RELIABILITY 20: no second is paid twice or never; from the second on every stretch is whole."""
    read, at = Anchor.read(anchor), start
    assert str(Anchor.read(str(read))) == str(read)
    for count in range(4):
        stretch = next_stretch(at, period, read, origin=start, count=count, zone=zone)
        assert stretch.start == at < stretch.end
        assert 0 < stretch.part <= stretch.whole
        assert stretch.is_whole or count == 0
        at = stretch.end


@pytest.mark.parametrize("text", ["", "weekly", "gregorian:x", "jalali:99", "gregorian:0"])
def test_an_odd_anchor_is_read_as_a_day_that_exists(text: str) -> None:
    assert 1 <= Anchor.read(text).day <= 31
