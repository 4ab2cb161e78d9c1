"""An address stands in the order of its country, with nothing left of the parts that are missing."""

from __future__ import annotations

import pytest
from django.utils import translation

from branding.formats import postal_lines

WHOLE = {"street": "Street 5", "city": "City", "region": "Region", "postal_code": "12345"}


@pytest.mark.parametrize(
    ("country", "lines"),
    [
        ("DE", ["Street 5", "12345 City", "Region", "There"]),
        ("TR", ["Street 5", "12345 City/Region", "There"]),
        ("TH", ["Street 5", "City Region 12345", "There"]),
        ("IR", ["Region, City", "Street 5", "12345", "There"]),
        ("US", ["Street 5", "City, Region 12345", "There"]),
    ],
)
def test_each_country_has_its_order(country: str, lines: list[str]) -> None:
    assert postal_lines(**WHOLE, country=country, country_name="There") == lines


@pytest.mark.parametrize("country", ["DE", "TR", "TH", "IR", "US", "GB", ""])
@pytest.mark.parametrize("missing", ["street", "city", "region", "postal_code"])
def test_nothing_is_left_of_a_part_that_is_missing(country: str, missing: str) -> None:
    lines = postal_lines(**{**WHOLE, missing: ""}, country=country, country_name="")
    assert all(line == line.strip(" ,/") and "  " not in line for line in lines)
    assert postal_lines(street="", city="", region="", postal_code="", country=country, country_name="") == []


def test_persian_joins_with_its_own_comma() -> None:
    with translation.override("fa"):
        assert postal_lines(**WHOLE, country="IR", country_name="")[0] == "Region، City"
