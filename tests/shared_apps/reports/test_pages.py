"""Reports, monitors and the mail log as pages: what they sum, whom they show it to, and in how many queries."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from shared_apps.agenda.door import run_due, schedule
from shared_apps.agenda.models import Entry
from shared_apps.kernel.clock import now
from shared_apps.reports import door as reports
from shared_apps.reports.models import LedgerProof, MailRow, SaleFact
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import SharedEvent
from tests.shared_apps.ledger.test_pages import sell
from tests.shared_apps.reports.told import lira, sale, service, tell_all

CONSOLE, OFFICE = "/console/reports/", "/office/reports/"


def text_of(answer) -> str:
    assert answer.status_code == 200, answer
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.fixture
def sold(reseller, other_reseller, carls_client) -> None:
    """This month alpha sold for 1,000 and gave 100 back, last month 450; beta sold for 77 in another country."""
    with acting_in(reseller):
        own = {"client_uuid": carls_client.uuid}
        then = now().replace(day=1) - timedelta(days=3)
        rows = [
            sale(1000, wholesale=lira(600), tax=lira(200), commission=lira(90), **own),
            sale(-100, wholesale=lira(-60), tax=lira(-20), kind="refund", **own),
            sale(450, wholesale=lira(270), at=then, sku="=cmd()", product_sku="other", **own),
        ]
        reports.record_sale(rows)
        reports.record_service(service(100, client_uuid=carls_client.uuid))
    with acting_in(other_reseller):
        reports.record_sale([sale(77, wholesale=lira(40), country="DE")])


@pytest.fixture
def as_opal(browse, opal, operator):
    return browse(opal, operator)


@pytest.fixture
def as_owner(browse, olga, reseller):
    return browse(olga, reseller)


def test_the_operator_sees_all_resellers_beside_the_month_before(as_opal, sold) -> None:
    """900 + 77 = 977 net, 540 + 40 = 580 wholesale; 450 before: +117.1 %."""
    page = as_opal.get(CONSOLE)
    shown = text_of(page)
    assert "Alpha" in shown
    assert "Beta" in shown
    total = " ".join(BeautifulSoup(page.content, "html.parser").find("tfoot").get_text(" ").split())
    for amount in ("₺977", "₺580", "₺180", "₺90", "117.1"):
        assert amount in total
    for by, found in (
        ("country", "Germany"),
        ("product", "web"),
        ("plan", "hosting-m"),
        ("occasion", "First"),
    ):
        assert found in text_of(as_opal.get(CONSOLE, {"by": by}))
    assert as_opal.get(CONSOLE, {"period": "year"}).status_code == 200
    custom = {"period": "custom", "since": "2020-01-01", "until": "2019-01-01"}
    assert "ends before it begins" in text_of(as_opal.get(CONSOLE, custom))
    assert (
        as_opal.get(CONSOLE, {"period": "x", "at": "9999-99-99", "by": "'", "currency": "€"}).status_code
        == 200
    )


def test_each_figure_leads_to_its_rows(as_opal, sold) -> None:
    page = BeautifulSoup(as_opal.get(CONSOLE).content, "html.parser")
    for link in {cell["href"] for cell in page.select("tbody td.end a")}:
        assert as_opal.get(link).status_code == 200
    rows = text_of(as_opal.get(f"{CONSOLE}rows/", {"country": "DE"}))
    assert "₺77" in rows
    assert "₺900" not in rows
    for bad in ({"reseller": "x"}, {"reseller": "9" * 30}, {"country": "\x00"}, {"after": "€"}):
        assert as_opal.get(f"{CONSOLE}rows/", bad).status_code == 200


def test_a_reseller_sees_its_own_alone(as_owner, sold, carls_client, browse, adel, reseller) -> None:
    shown = text_of(as_owner.get(OFFICE))
    assert carls_client.name in shown
    assert "₺900" in shown
    assert "₺77" not in shown
    assert "₺77" not in text_of(as_owner.get(f"{OFFICE}rows/", {"reseller": "1"}))
    recurring = text_of(as_owner.get(f"{OFFICE}recurring/"))
    assert "₺100" in recurring
    assert browse(adel, reseller).get(OFFICE).status_code == 403


def test_downloads_hold_every_row_and_no_formula(as_owner, as_opal, sold) -> None:
    """RELIABILITY 25."""
    past = {"period": "year", "format": "csv", "by": "plan"}
    assert "'=cmd()" in as_owner.get(OFFICE, past).content.decode()
    assert as_owner.get(f"{OFFICE}recurring/", {"format": "csv"}).status_code == 200
    book = load_workbook(BytesIO(as_opal.get(f"{CONSOLE}rows/", {"format": "xlsx"}).content))
    values = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert sorted(row[9] for row in values[1:]) == [-100, 77, 1000]


def test_no_page_asks_more_for_more_rows(as_opal, as_owner, sold, reseller) -> None:
    pages = [
        (as_opal, CONSOLE),
        (as_opal, f"{CONSOLE}rows/"),
        (as_owner, f"{OFFICE}recurring/"),
        (as_owner, OFFICE),
    ]

    def counts() -> list[int]:
        found = []
        for browser, url in pages:
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(url).status_code == 200
            found.append(len(asked))
        return found

    counts()
    before = counts()
    with acting_in(reseller):
        reports.record_sale([sale(10, sku=f"s{n}", product_sku=f"p{n}") for n in range(20)])
        for n in range(5):
            reports.record_service(service(10, sku=f"s{n}", product_sku=f"p{n}"))
    assert counts() == before


def test_the_ledger_is_explored(as_opal, reseller) -> None:
    """Two sales of 1,000: the balance runs 1,000, 2,000 on the account, and each entry has its page."""
    made = sell(reseller, "2026-0001")
    sell(reseller, "2026-0002")
    page = as_opal.get(
        "/console/ledger/", {"reference": "2026-0001", "account": "gateway_clearing", "tenant": "alpha"}
    )
    assert "2026-0001" in text_of(page)
    assert "2026-0002" not in text_of(page)
    links = [
        link["href"] for link in BeautifulSoup(page.content, "html.parser").select("main a[href*=ledger]")
    ]
    account = next(link for link in links if "/accounts/" in link)
    entry = next(link for link in links if "/entries/" in link)
    assert "₺2,000" in text_of(as_opal.get(account))
    assert str(made.invoice_uuid) in text_of(as_opal.get(entry))
    sheet = as_opal.get("/console/ledger/", {"format": "csv"}).content.decode()
    assert sheet.count("2026-0002") == 3


def test_a_gap_is_proved_kept_and_shown_in_red(as_opal, reseller) -> None:
    """A sale without rows of its lines and without a payment: the nightly proof says so on the first page too."""
    sell(reseller, "2026-0001")
    assert as_opal.post("/console/proofs/ledger/run/").status_code == 302
    run_due()
    with acting_on_shared_data():
        proof = LedgerProof.objects.get()
    assert (proof.status, proof.done) == ("broken", proof.total)
    shown = text_of(as_opal.get("/console/proofs/"))
    assert "The ledger does not hold" in shown
    assert "Alpha" in shown
    assert "has found gaps" in text_of(as_opal.get("/console/"))
    with acting_in(reseller):
        tell_all()
    with acting_on_shared_data():
        proof = LedgerProof.objects.get()
        assert not [one for one in proof.results if one["check"] == "entries_balance" and one["count"]]


def test_failed_work_is_tried_again_or_cancelled(as_opal, reseller, browse, olga) -> None:
    with acting_in(reseller):
        schedule("tests.nothing", {}, key="late", due_at=now() - timedelta(hours=1))
        schedule("tests.nothing", {}, key="broken")
    with acting_on_shared_data():
        Entry.objects.filter(key="broken").update(status="failed", last_error="ValueError: no", attempts=9)
        keys = {entry.key: entry.pk for entry in Entry.objects.filter(task="tests.nothing")}
    assert "ValueError: no" in text_of(as_opal.get("/console/agenda/", {"status": "failed", "q": "broken"}))
    assert "late" in text_of(as_opal.get("/console/agenda/", {"status": "late", "task": "tests.nothing"}))
    as_opal.post("/console/agenda/retry/", {"task": "tests.nothing"})
    for _twice in range(2):
        as_opal.post(f"/console/agenda/{keys['late']}/cancel/", {"status": "late", "reason": "Not wanted"})
    with acting_on_shared_data():
        states = dict(Entry.objects.filter(task="tests.nothing").values_list("key", "status"))
    assert states == {"late": "cancelled", "broken": "waiting"}
    assert as_opal.get(f"/console/agenda/{keys['late']}/cancel/").status_code == 405
    for name, words in (("late", ["Cancelled", "Not wanted", "Opal"]), ("broken", ["Waiting", "Opal"])):
        shown = text_of(as_opal.get(f"/console/agenda/{keys[name]}/"))
        assert all(word in shown for word in words)
    assert browse(olga, reseller).get(f"/console/agenda/{keys['late']}/").status_code == 404
    with acting_on_shared_data():
        events = SharedEvent.objects.filter(subject_type="agenda.Entry").order_by("pk")
        assert [(one.verb, one.reason) for one in events] == [("retry", ""), ("cancel", "Not wanted")]
        Entry.objects.filter(pk=keys["broken"]).update(status="failed")
    again = {"status": "entry", "reason": "Mended"}
    answer = as_opal.post(f"/console/agenda/{keys['broken']}/retry/", again)
    assert answer["Location"] == f"/console/agenda/{keys['broken']}/"
    assert "Mended" in text_of(as_opal.get(answer["Location"]))


def test_the_mail_log_knows_addresses_by_a_mark_alone(as_opal, reseller) -> None:
    with acting_in(reseller):
        for name, status in (("sam", "failed"), ("carl", "sent")):
            fate = reports.MailFate(
                uuid4(), "orders/paid", f"{name}@example.com", status, 2, f"550 {name}@example.com?"
            )
            reports.record_mail(fate)
    shown = text_of(as_opal.get("/console/mail/", {"to": "SAM@example.com", "status": "failed"}))
    assert "s***@example.com" in shown
    assert "c***" not in shown
    with acting_on_shared_data():
        kept = [f"{row.to} {row.error} {row.to_digest}" for row in MailRow.objects.all()]
    assert not [text for text in kept if "sam@" in text or "carl@" in text]
    assert "c***" in as_opal.get("/console/mail/", {"format": "csv"}).content.decode()


def test_a_row_is_written_once(in_reseller) -> None:
    row = sale(5)
    for _twice in range(2):
        reports.record_sale([row])
    assert SaleFact.objects.count() == 1
    assert reports.revenue_of(in_reseller.id, now() - timedelta(days=1), "TRY") == lira(5)
    assert reports.sales_between(in_reseller.id, now() - timedelta(days=1), now()) == [row]
    assert [one.sku for one in reports.last_month_by_sku(in_reseller.id)] == ["hosting-m"]
