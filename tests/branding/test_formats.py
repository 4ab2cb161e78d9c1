"""Numbers, money and dates as each language writes them. Jalali days are known ones: Nowruz, leap years."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from branding import formats
from shared_apps.kernel.money import Money

NOW = dt.datetime(2026, 11, 21, 10, 30, tzinfo=dt.UTC)
FEBRUARY = dt.date(2026, 2, 28)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (dt.date(2024, 3, 20), "۱۴۰۳/۰۱/۰۱"),  # Nowruz 1403
        (dt.date(2025, 3, 20), "۱۴۰۳/۱۲/۳۰"),  # the leap day of 1403
        (dt.date(2025, 3, 21), "۱۴۰۴/۰۱/۰۱"),
        (dt.date(1979, 2, 11), "۱۳۵۷/۱۱/۲۲"),
        (dt.date(2026, 12, 4), "۱۴۰۵/۰۹/۱۳"),
    ],
)
def test_persian_days_are_jalali_in_persian_digits(day: dt.date, shown: str) -> None:
    assert formats.date(day, "numeric", "fa") == shown
    assert formats.parse_date(shown, "fa") == day


@pytest.mark.parametrize(
    ("lang", "style", "shown"),
    [
        ("en", "medium", "Feb 28, 2026"),
        ("en", "short", "Feb 28"),
        ("en", "long", "Saturday, February 28, 2026"),
        ("fa", "medium", "۹ اسفند ۱۴۰۴"),
        ("fa", "long", "شنبه ۹ اسفند ۱۴۰۴"),
        ("fa", "month_year", "اسفند ۱۴۰۴"),
        ("tr", "medium", "28 Şub 2026"),
        ("tr", "long", "28 Şubat 2026 Cumartesi"),
        ("th", "medium", "28 ก.พ. 2569"),
        ("th", "numeric", "2569/02/28"),
    ],
)
def test_a_day_in_each_language(lang: str, style: str, shown: str) -> None:
    assert formats.date(FEBRUARY, style, lang) == shown


def test_a_moment_is_shown_in_the_readers_time_zone() -> None:
    late = dt.datetime(2026, 3, 20, 21, 0, tzinfo=dt.UTC)  # 00:30 on Nowruz in Tehran
    with timezone.override("Asia/Tehran"):
        assert formats.date(late, "datetime", "fa") == "۱ فروردین ۱۴۰۵، ۰۰:۳۰"
    with timezone.override("UTC"):
        assert formats.date(late, "datetime", "en") == "Mar 20, 2026, 21:00"


def test_how_long_ago() -> None:
    assert formats.ago(NOW - dt.timedelta(minutes=12), NOW, "fa") == "۱۲ دقیقه پیش"
    assert formats.ago(NOW + dt.timedelta(days=3), NOW, "en") == "in 3 days"
    assert formats.ago(NOW - dt.timedelta(days=400), NOW, "en") == "Oct 17, 2025"
    with translation.override("en"):
        assert formats.ago(NOW, NOW) == "just now"


@pytest.mark.parametrize("lang", ["en", "fa", "tr", "th"])
def test_every_day_of_ten_years_survives_showing_and_reading(lang: str) -> None:
    start = dt.date(2020, 1, 1)
    for offset in range(3653):
        day = start + dt.timedelta(days=offset)
        assert formats.parse_date(formats.entry_date(day, lang), lang) == day


@pytest.mark.parametrize(
    ("typed", "lang", "day"),
    [
        ("1405/9/13", "fa", dt.date(2026, 12, 4)),
        ("۱۳ / ۹ / ۱۴۰۵", "fa", dt.date(2026, 12, 4)),
        ("٢٠٢٦-١٢-٠٤", "fa", dt.date(2026, 12, 4)),
        ("2026-12-04", "fa", dt.date(2026, 12, 4)),
        ("\u200f۱۴۰۵/۰۹/۱۳\u200c", "fa", dt.date(2026, 12, 4)),
        ("๔/๑๒/๒๕๖๙", "th", dt.date(2026, 12, 4)),
        ("4.12.2026", "tr", dt.date(2026, 12, 4)),
        ("12/4/2026", "en", dt.date(2026, 12, 4)),
    ],
)
def test_a_day_is_read_in_the_readers_order_digits_and_calendar(typed: str, lang: str, day: dt.date) -> None:
    assert formats.parse_date(typed, lang) == day


@pytest.mark.parametrize(
    ("typed", "lang"),
    [
        ("", "en"),
        ("tomorrow", "en"),
        ("05/04/03", "en"),
        ("2026-02-30", "en"),
        ("1404/12/30", "fa"),  # 1404 is no leap year
        ("1405/13/01", "fa"),
        ("1405/09/13", "en"),
        ("0000-00-00", "en"),
        ("9999/12/31", "th"),
        ("2026-12-04'; --", "en"),
    ],
)
def test_what_is_no_day_is_refused(typed: str, lang: str) -> None:
    with pytest.raises(formats.InvalidDate):
        formats.parse_date(typed, lang)


@pytest.mark.parametrize(
    ("money", "lang", "shown"),
    [
        (Money(123450, "USD"), "en", "$1,234.50"),
        (Money(123450, "TRY"), "tr", "₺1.234,50"),
        (Money(123450, "THB"), "th", "฿1,234.50"),
        (Money(-123450, "USD"), "en", "−$1,234.50"),
        (Money(12_345_000, "IRR"), "fa", "۱٬۲۳۴٬۵۰۰\u00a0تومان"),
        (Money(15, "IRR"), "fa", "۱٫۵\u00a0تومان"),
        (Money(-12_345_000, "IRR"), "fa", "\u2066−۱٬۲۳۴٬۵۰۰\u2069\u00a0تومان"),
        (Money(12_345_000, "IRR"), "en", "12,345,000\u00a0IRR"),
        (Money(123450, "TRY"), "fa", "۱٬۲۳۴٫۵۰\u00a0لیر"),
        (Money(1234, "KWD"), "en", "1.234\u00a0KWD"),
        (Money(0, "USD"), "en", "$0.00"),
    ],
)
def test_money_is_exact(money: Money, lang: str, shown: str) -> None:
    assert formats.money(money, lang=lang) == shown


def test_a_price_may_leave_out_zero_decimals() -> None:
    assert formats.money(Money(1400, "USD"), trim=True, lang="en") == "$14"
    assert formats.money(Money(1450, "USD"), trim=True, lang="en") == "$14.50"


@pytest.mark.parametrize(
    ("money", "lang", "figures", "unit"),
    [
        (Money(28_900_000_000, "IRR"), "fa", "۲٫۸۹", "میلیارد تومان"),
        (Money(4_164_000_000, "IRR"), "fa", "۴۱۶", "میلیون تومان"),
        (Money(4_821_000, "USD"), "en", "$48,210", ""),
        (Money(482_100_000, "USD"), "en", "$4.82", "M"),
        (Money(482_100_000, "TRY"), "tr", "₺4,82", "Mn"),
        (Money(482_100_000, "THB"), "th", "฿4.82", "ล้าน"),
    ],
)
def test_key_figures_are_short(money: Money, lang: str, figures: str, unit: str) -> None:
    assert formats.compact_money(money, lang) == (figures, unit)


def test_numbers_and_percentages() -> None:
    assert formats.number(1284, lang="fa") == "۱٬۲۸۴"
    assert formats.number(1284.5, lang="tr") == "1.284,5"
    assert formats.number(-0.001, lang="en") == "0"
    assert formats.percent(8.4, lang="fa") == "۸٫۴٪"
    assert formats.percent(8.4, lang="tr") == "%8,4"
    assert formats.percent(8.4, lang="fa", sign=True) == "\u2066+۸٫۴٪\u2069"
    assert formats.percent(-2, lang="en", sign=True) == "−2%"


@pytest.mark.parametrize(
    ("typed", "currency", "lang", "minor"),
    [
        ("1,234.50", "USD", "en", 123450),
        ("1234.5", "USD", "en", 123450),
        ("1.234,50", "TRY", "tr", 123450),
        ("1234,5", "TRY", "tr", 123450),
        ("۱٬۲۳۴٬۵۰۰", "IRR", "fa", 12_345_000),
        ("1,234,500", "IRR", "fa", 12_345_000),
        ("۱۲۳۴۵۰۰", "IRR", "fa", 12_345_000),
        ("۱۲، ۳۴۵", "IRR", "fa", 123_450),
        ("۱٫۵", "IRR", "fa", 15),
        ("1234500", "IRR", "en", 1_234_500),
        ("۱۲٫۵", "USD", "fa", 1250),
        ("12.5", "USD", "fa", 1250),
        ("๑,๒๓๔.๕๐", "THB", "th", 123450),
        ("1.234", "KWD", "en", 1234),
        ("-5", "USD", "en", -500),
        ("0", "USD", "en", 0),
    ],
)
def test_an_amount_is_read_in_the_readers_writing(typed: str, currency: str, lang: str, minor: int) -> None:
    assert formats.parse_minor(typed, currency, lang) == minor


@pytest.mark.parametrize(
    ("typed", "currency", "lang"),
    [
        ("", "USD", "en"),
        ("abc", "USD", "en"),
        ("1.234,50", "USD", "en"),
        ("1,5", "USD", "en"),  # a decimal comma, or a slip: not guessed
        ("1.500", "USD", "en"),
        ("1,500", "TRY", "tr"),
        ("1.500", "IRR", "fa"),  # a thousand and a half, or one and a half toman
        ("12.345", "USD", "en"),
        ("1,23,456", "USD", "en"),
        ("1e9", "USD", "en"),
        ("NaN", "USD", "en"),
        ("Infinity", "USD", "en"),
        ("0x10", "USD", "en"),
        ("1.5", "IRR", "en"),
        ("9999999999999999", "USD", "en"),
        ("1" * 400, "USD", "en"),
        ("٣²", "USD", "en"),
    ],
)
def test_an_amount_that_could_be_read_in_two_ways_is_refused(typed: str, currency: str, lang: str) -> None:
    with pytest.raises(formats.InvalidAmount):
        formats.parse_minor(typed, currency, lang)


@pytest.mark.parametrize("lang", ["en", "fa", "tr", "th"])
@pytest.mark.parametrize("currency", ["USD", "IRR", "TRY", "THB", "KWD", "JPY"])
def test_what_a_field_shows_it_reads_back(lang: str, currency: str) -> None:
    for minor in (0, 1, 9, 10, 99, 100, 12_345, 1_000_000, 987_654_321_012):
        shown = formats.entry_value(minor, currency, lang)
        assert formats.parse_minor(shown, currency, lang) == minor
