"""The console's trial board: all resellers' trials from shared rows (REQUIREMENTS S5.42)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from shared_apps.kernel.clock import now
from shared_apps.trials import queries
from shared_apps.trials.models import TrialExtension, TrialRow
from tenants.context import acting_on_shared_data
from tenants.models import Tenant
from tests.shared_apps.trials.conftest import BOARD, make_row


def shown(browser: Any, **query: Any) -> str:
    answer = browser.get(BOARD, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_asks_as_often_for_thirty_rows_as_for_three(
    as_opal: Any, reseller: Any, other_reseller: Any
) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(as_opal)
        return len(asked)

    for number in range(3):
        make_row((reseller, other_reseller)[number % 2], plan=f"Plan {number}")
    ask()
    few = ask()
    for number in range(30):
        make_row((reseller, other_reseller)[number % 2], plan=f"More {number}", sku=f"sku-{number}")
    assert ask() == few


def test_it_shows_days_used_activity_and_who_extended_why(as_opal: Any, reseller: Any) -> None:
    make_row(
        reseller,
        extensions=1,
        total_days=30,
        last_extended_by="Adel Advisor",
        last_reason="Moving <b>house</b>",
    )
    page = shown(as_opal)
    assert 'aria-label="5 of 60 days used"' in page  # four whole days and a begun one
    assert "30</bdi> days given" in page
    assert "Adel Advisor" in page and "Moving &lt;b&gt;house" in page
    assert "Alpha Bulut" in page


def test_filters_search_and_order(as_opal: Any, reseller: Any, other_reseller: Any) -> None:
    make_row(reseller, plan="Near", ends_at=now() + timedelta(days=2), sku="near")
    make_row(other_reseller, plan="Far away", ends_at=now() + timedelta(days=20), client="Zoe")
    make_row(other_reseller, plan="Own portal", kind="platform", client="", sku="portal")
    make_row(reseller, plan="Long past", status="suspended")
    every = shown(as_opal)
    found = [every.index(f"<bdi>{plan}</bdi>") for plan in ("Near", "Own portal", "Far away")]
    assert found == sorted(found)
    assert "Long past" not in every
    for query, found, gone in (
        ({"within": 3}, "Near", "Far away"),
        ({"within": 1}, "No trial fits", "Near"),
        ({"kind": "platform"}, "Own portal", "Far away"),
        ({"reseller": str(other_reseller.uuid)}, "Far away", ">Near<"),
        ({"plan": "near"}, "Near", ">Far away<"),
        ({"q": "zoe"}, "Far away", ">Own portal<"),
        ({"status": "suspended"}, "Long past", ">Far away<"),
        ({"sort": "-ends"}, "Far away", "Long past"),
    ):
        page = shown(as_opal, **query)
        assert found in page, query
        assert f"<bdi>{gone}</bdi>" not in page, query


ODD = (
    "reseller=x", "within=99", "kind=%00", "sort=' OR 1", "after=xx", "status=odd", "q=%00", "plan=%00x",
    "before=e30=",
)  # fmt: skip


def test_odd_queries_are_no_fault(as_opal: Any, reseller: Any) -> None:
    """RELIABILITY 35."""
    make_row(reseller)
    assert [as_opal.get(f"{BOARD}?{query}").status_code for query in ODD] == [200] * len(ODD)


def test_pages_go_on_after_their_last_row(as_opal: Any, reseller: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("shared_apps.trials.views.board.PER_PAGE", 2)
    for number in range(3):
        make_row(reseller, plan=f"Plan {number}", ends_at=now() + timedelta(days=number + 1))
    first = as_opal.get(BOARD)
    assert "Plan 2" not in first.content.decode()
    assert "Plan 2" in as_opal.get(BOARD + first.context["page"].next_url).content.decode()


def test_conversion_by_number_of_extensions_is_one_query(
    in_shared: None, reseller: Any, django_assert_num_queries: Any
) -> None:
    for extensions, status in (
        (0, "converted"),
        (0, "suspended"),
        (1, "converted"),
        (3, "ended"),
        (2, "running"),
    ):
        make_row(reseller, extensions=extensions, status=status)
    with django_assert_num_queries(1):
        found = queries.conversions()
    assert [(each.finished, each.converted, each.share) for each in found] == [
        (2, 1, 50.0), (1, 1, 100.0), (0, 0, None), (1, 0, 0.0),
    ]  # fmt: skip


def test_the_export_escapes_formulas(as_opal: Any, reseller: Any) -> None:
    """RELIABILITY 25."""
    make_row(reseller, client="=HYPERLINK()", last_reason="+1")
    text = as_opal.get(f"{BOARD}export/").content.decode()
    assert "'=HYPERLINK()" in text and "'+1" in text


def test_a_trial_has_a_page_with_every_extension(as_opal: Any, reseller: Any) -> None:
    row = make_row(reseller, extensions=1)
    with acting_on_shared_data():
        TrialExtension.objects.create(
            trial=row, at=now(), by_label="Opal", acting_for="Olga", reason="Fair", days=15, total_days=30
        )
    page = as_opal.get(f"{BOARD}{row.uuid}/").content.decode()
    assert "Opal" in page and "for Olga" in page and "Fair" in page


def test_the_row_itself_keeps_the_limit(in_shared: None, reseller: Any) -> None:
    """RELIABILITY 22: never more than 60 days in total, on the public row too."""
    row = make_row(reseller)
    for change in ({"total_days": 61}, {"total_days": 61, "max_days": 61}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TrialRow.objects.filter(pk=row.pk).update(**change)
    TrialRow.objects.filter(pk=row.pk).update(total_days=F("max_days"))


def test_trials_of_the_isolation_proof_are_not_listed(as_opal: Any, reseller: Any) -> None:
    row = make_row(reseller, plan="Probe plan")
    with acting_on_shared_data():
        Tenant.objects.filter(pk=reseller.id).update(is_probe=True)
    assert "<bdi>Probe plan</bdi>" not in shown(as_opal)
    assert as_opal.get(f"{BOARD}{row.uuid}/").status_code == 404


def test_strangers_find_nothing(browse: Any, olga: Any, reseller: Any, operator: Any) -> None:
    row = make_row(reseller)
    for address in (BOARD, f"{BOARD}export/", f"{BOARD}{row.uuid}/"):
        assert browse(olga, reseller).get(address).status_code == 404
        assert browse(None, operator).get(address).status_code == 302
    assert browse(olga, reseller).post(f"{BOARD}{row.uuid}/extension/", {"reason": "x"}).status_code == 404


def test_who_may_look_may_not_extend(browse: Any, operator: Any, reseller: Any) -> None:
    from tenant_apps.accounts.models import User
    from tenants.context import acting_in

    with acting_in(operator):
        rowan = User.objects.create_user("rowan@example.com", "correct horse battery", role="reviewer")
    row, browser = make_row(reseller), browse(rowan, operator)
    assert "Extend all that fit" not in shown(browser)
    assert browser.post(f"{BOARD}{row.uuid}/extension/", {"reason": "x"}).status_code == 403
    assert browser.post(f"{BOARD}bulk/", {"reason": "x", "trial": str(row.uuid)}).status_code == 403
