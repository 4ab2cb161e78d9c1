"""Numbers, money and dates as a reader of each language writes them, and back again.

Every function takes the language code last and falls back to the language that is active.
"""

from branding.formats.addresses import postal_lines
from branding.formats.amounts import (
    InvalidAmount,
    compact_money,
    entry_unit,
    entry_value,
    money,
    parse_minor,
)
from branding.formats.dates import ago, calendar_of, date, entry_date, month_of, time_of
from branding.formats.digits import ascii_digits, local_digits
from branding.formats.numerals import compact, isolated, number, percent
from branding.formats.reading import InvalidDate, parse_date

__all__ = [
    "InvalidAmount",
    "InvalidDate",
    "ago",
    "ascii_digits",
    "calendar_of",
    "compact",
    "compact_money",
    "date",
    "entry_date",
    "entry_unit",
    "entry_value",
    "isolated",
    "local_digits",
    "money",
    "month_of",
    "number",
    "parse_date",
    "parse_minor",
    "percent",
    "postal_lines",
    "time_of",
]
