"""The page of versions: what changed in words, how each looked, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from branding.queries import brand_row, versions_of
from branding.studio.differences import differences_of
from branding.verbs import save_brand
from tenants.context import acting_in
from tenants.records import TenantRecord

pytestmark = pytest.mark.django_db

HISTORY = "/office/brand/history/"
Browse = Callable[[Any, TenantRecord], Browser]


@pytest.fixture
def office(browse: Browse, olga: Any, reseller: TenantRecord) -> Browser:
    return browse(olga, reseller)


@pytest.fixture
def saved(olga: Any, reseller: TenantRecord) -> tuple[int, int]:
    """Two versions: their numbers."""
    with acting_in(reseller):
        first = save_brand(
            reseller, fields={"name": "Older name", "colour": "#0f766e"}, by=olga.actor
        ).version
        more = {"name": "Newer name", "colour": "#d9480f", "terms": {"en": "One\n\nTwo"}}
        return first, save_brand(reseller, fields=more, by=olga.actor).version


def number_now(tenant: TenantRecord) -> int:
    with acting_in(tenant):
        return int(brand_row(tenant).version)


def test_versions_say_who_what_and_which_is_worn(office: Browser, saved: tuple[int, int], olga: Any) -> None:
    page = office.get(HISTORY).content.decode()
    assert "Name, Colour, Terms and conditions" in page
    assert page.count("Worn now") == 1
    assert olga.name in page


def test_an_empty_history_says_so(office: Browser, reseller: TenantRecord) -> None:
    with acting_in(reseller):
        has_none = not versions_of(reseller).exists()
    assert ("No version yet" in office.get(HISTORY).content.decode()) is has_none


def test_a_version_shows_its_differences_and_its_look(office: Browser, saved: tuple[int, int]) -> None:
    page = office.get(f"{HISTORY}{saved[1]}/").content.decode()
    assert "Older name" in page
    assert "Newer name" in page
    assert "#0f766e" in page
    assert f"/office/brand/preview/v{saved[1]}/storefront/light/" in page
    old = office.get(f"/office/brand/preview/v{saved[0]}/storefront/light/").content.decode()
    assert "Older name" in old
    assert "Newer name" not in old


def test_a_version_is_held_against_today(office: Browser, saved: tuple[int, int]) -> None:
    page = office.get(f"{HISTORY}{saved[0]}/?with=now").content.decode()
    assert "What is different today" in page
    assert "Newer name" in page


def test_one_click_returns(office: Browser, saved: tuple[int, int], reseller: TenantRecord) -> None:
    answer = office.post(f"{HISTORY}{saved[0]}/return/", follow=True)
    assert "again, as version" in answer.content.decode()
    with acting_in(reseller):
        row = brand_row(reseller)
    assert (row.name, row.colour, row.version) == ("Older name", "#0f766e", saved[1] + 1)
    assert f"Back to version {saved[0]}" in office.get(HISTORY).content.decode()


def test_a_list_that_is_out_of_date_returns_to_nothing(
    office: Browser, saved: tuple[int, int], reseller: TenantRecord
) -> None:
    stale = {"version": str(saved[0])}
    answer = office.post(f"{HISTORY}{saved[0]}/return/", stale, follow=True)
    assert "saved meanwhile" in answer.content.decode()
    assert number_now(reseller) == saved[1]
    assert office.post(f"{HISTORY}{saved[0]}/return/", {"version": str(saved[1])}).status_code == 302
    assert number_now(reseller) == saved[1] + 1


def test_returning_to_what_is_worn_tells_so(
    office: Browser, saved: tuple[int, int], reseller: TenantRecord
) -> None:
    answer = office.post(f"{HISTORY}{saved[1]}/return/", follow=True)
    assert "wears this look already" in answer.content.decode()
    assert number_now(reseller) == saved[1]


def test_others_cannot_return_nor_look(
    browse: Browse, saved: tuple[int, int], adel: Any, carl: Any, peer: Any, reseller: TenantRecord,
    other_reseller: TenantRecord,
) -> None:  # fmt: skip
    path = f"{HISTORY}{saved[0]}/return/"
    assert browse(adel, reseller).post(path).status_code == 403
    assert browse(carl, reseller).post(path).status_code == 404
    assert browse(None, reseller).post(path).status_code == 302
    stranger = browse(peer, other_reseller)
    assert "Older name" not in stranger.get(HISTORY).content.decode()
    assert "Older name" not in stranger.get(f"{HISTORY}{saved[0]}/").content.decode()
    assert number_now(reseller) == saved[1]


def test_return_rejects_get(office: Browser, saved: tuple[int, int]) -> None:
    assert office.get(f"{HISTORY}{saved[0]}/return/").status_code == 405
    assert office.post(f"{HISTORY}{10**12}/return/").status_code == 404


def test_the_list_asks_the_same_for_many(office: Browser, olga: Any, reseller: TenantRecord) -> None:
    counts = []
    office.get(HISTORY)
    for versions in (2, 30):
        with acting_in(reseller):
            for number in range(versions):
                save_brand(reseller, fields={"tagline": f"{versions}/{number}"}, by=olga.actor)
        with CaptureQueriesContext(connection) as queries:
            page = office.get(HISTORY).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "?page=2" in page


def test_differences_are_told_field_by_field() -> None:
    before = {"name": "A", "font": "inter", "radius": "soft", "social": {"x": "https://x.com/a"}, "logo": "",
              "terms": {"en": "One\nTwo"}}  # fmt: skip
    after = {"name": "B", "font": "sarabun", "radius": "soft", "social": {}, "logo": "abc",
             "terms": {"en": "One\nThree", "fa": "یک"}}  # fmt: skip
    told = differences_of(before, after)
    assert [(str(each.label), str(each.before), str(each.after), each.kind) for each in told] == [
        ("Name", "A", "B", "words"),
        ("Font", "Inter", "Sarabun", "words"),
        ("Logo", "", "abc", "picture"),
        ("X", "https://x.com/a", "", "words"),
        ("Terms and conditions, English", "written", "written", "text"),
        ("Terms and conditions, فارسی", "empty", "written", "text"),
    ]
    assert told[4].lines == (("-", "Two"), ("+", "Three"))
