"""Pages by key: nothing is left out, nothing comes twice, and strange cursors lead to the first page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared_apps.kernel.money import Money
from shared_apps.kernel.paging import page_of
from shared_apps.ledger.door import AccountName, LegDraft, post
from shared_apps.ledger.models import Entry
from tenants.context import acting_in


@pytest.fixture
def entries(in_reseller):
    """Seven entries on three days, posted out of order."""
    legs = [LegDraft(AccountName("a"), Money(1, "TRY")), LegDraft(AccountName("b"), Money(-1, "TRY"))]
    for number, day in enumerate((2, 1, 2, 3, 1, 3, 2)):
        post(f"{number}", kind="other", legs=legs, at=datetime(2026, 5, day, tzinfo=UTC))
    return Entry.objects.filter(tenant_id=in_reseller.id)


def keys(page) -> list[str]:
    return [row.key for row in page.rows]


IN_ORDER = ["5", "3", "6", "2", "0", "4", "1"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10])
def test_walking_towards_older_rows_meets_each_once(entries, size) -> None:
    page, met = page_of(entries, {}, size=size, order="at"), []
    met += keys(page)
    while page.older:
        page = page_of(entries, {"after": page.older}, size=size, order="at")
        met += keys(page)
    assert met == IN_ORDER


@pytest.mark.parametrize("size", [1, 2, 3])
def test_walking_back_meets_them_again(entries, size) -> None:
    last = str(entries.get(key="1").uuid)
    page, met = page_of(entries, {"before": last}, size=size, order="at"), ["1"]
    met = keys(page) + met
    while page.newer:
        page = page_of(entries, {"before": page.newer}, size=size, order="at")
        met = keys(page) + met
    assert met == IN_ORDER


def test_the_first_page_has_nothing_newer_and_the_last_nothing_older(entries) -> None:
    page = page_of(entries, {}, size=7, order="at")
    assert (page.newer, page.older) == ("", "")


@pytest.mark.parametrize(
    "cursor", ["nonsense", "00000000-0000-0000-0000-000000000000", "' OR 1=1", "\x00", "1" * 500]
)
def test_a_strange_cursor_leads_to_the_first_page(entries, cursor) -> None:
    for query in ({"after": cursor}, {"before": cursor}):
        assert keys(page_of(entries, query, size=3, order="at")) == IN_ORDER[:3]


def test_a_cursor_of_another_list_leads_to_the_first_page(entries, reseller, other_reseller) -> None:
    cursor = str(entries.first().uuid)
    with acting_in(other_reseller):
        theirs = Entry.objects.filter(tenant_id=other_reseller.id)
        assert not page_of(theirs, {"after": cursor}, order="at")


@pytest.mark.parametrize("order", ["pk", "at"])
def test_every_page_costs_the_same(entries, django_assert_num_queries, order) -> None:
    middle = str(entries.get(key="2").uuid)
    with django_assert_num_queries(1):
        page_of(entries, {}, size=2, order=order)
    with django_assert_num_queries(2):
        page_of(entries, {"after": middle}, size=2, order=order)
