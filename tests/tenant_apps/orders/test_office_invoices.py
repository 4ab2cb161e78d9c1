"""The office's invoices: the list and what is done with several, drafts by hand, void, credit, money by hand."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict

from shared_apps.kernel.money import Money
from tenant_apps.notices.models import MailMessage
from tenant_apps.orders.invoice_list import cells, heads, listed_invoices
from tenant_apps.orders.models import Invoice
from tenant_apps.orders.verbs.bill import LineDraft, issue
from tests.tenant_apps.orders.stage import BY

DUE = "2031-05-01"


def bill(client: Any, minor: int = 5000, name: str = "Advice") -> Invoice:
    from django.utils.dateparse import parse_datetime

    due_at = parse_datetime(f"{DUE}T10:00:00Z")
    assert due_at
    made = issue(client, [LineDraft(name, 1, Money(minor, "TRY"))], cause="manual", due_at=due_at, by=BY)
    assert made
    return made


def sent(**rows: str) -> dict[str, str]:
    """The editor's form with two rows filled."""
    base = {"line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "0", "due": "05/01/2031", "notes": "Thank you."}
    first = {"line-0-name": "Advice", "line-0-quantity": "2", "line-0-unit": "150.00"}
    second = {"line-1-name": "Reduction", "line-1-quantity": "1", "line-1-unit": "-50.00"}
    return {**base, **first, **second, **rows}


def test_a_draft_is_written_changed_issued_and_mailed(
    as_olga: Any, carls_client: Any, in_reseller: Any
) -> None:
    answer = as_olga.post(f"/office/invoices/new/?client={carls_client.uuid}", sent())
    draft = Invoice.objects.get()
    assert answer["Location"] == f"/office/invoices/{draft.uuid}/"
    # 2 × 150.00 − 50.00 = 250.00
    assert (draft.status, draft.number, draft.total.minor, draft.notes) == (
        "draft",
        None,
        25_000,
        "Thank you.",
    )
    changed = sent(**{"line-1-name": "", "line-1-unit": "", "issue": "1"})
    as_olga.post(f"/office/invoices/{draft.uuid}/edit/", changed)
    draft.refresh_from_db()
    assert (draft.status, draft.total.minor) == ("open", 30_000)
    assert draft.number
    assert (
        MailMessage.objects.filter(template="orders/invoice_sent", to_email=carls_client.email).count() == 1
    )
    assert as_olga.post(f"/office/invoices/{draft.uuid}/edit/", sent())["Location"].endswith(f"{draft.uuid}/")
    draft.refresh_from_db()
    assert draft.total.minor == 30_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"line-0-unit": "-400.00", "issue": "1"},
        {"line-0-quantity": "0"},
        {"line-0-quantity": "1e9"},
        {"line-0-unit": "NaN"},
        {"line-0-discount": "999.00"},
        {"due": "01/01/2020"},
        {"line-0-name": "", "line-1-name": "", "line-0-unit": "", "line-1-unit": ""},
    ],
)
def test_a_draft_that_makes_no_sense_is_refused(
    as_olga: Any, carls_client: Any, in_reseller: Any, wrong: dict[str, str]
) -> None:
    """RELIABILITY 24."""
    answer = as_olga.post(f"/office/invoices/new/?client={carls_client.uuid}", sent(**wrong))
    assert answer.status_code == 400
    assert not Invoice.objects.exclude(status="draft").exists()


def test_an_invoice_is_copied_as_a_draft(as_olga: Any, carls_client: Any, in_reseller: Any) -> None:
    invoice = bill(carls_client)
    as_olga.post(f"/office/invoices/{invoice.uuid}/copy/")
    draft = Invoice.objects.get(status="draft")
    assert (draft.total, draft.lines.get().name) == (invoice.total, "Advice")


def test_an_unpaid_invoice_is_voided_and_one_with_money_is_not(
    as_olga: Any, carls_client: Any, in_reseller: Any
) -> None:
    first, second = bill(carls_client), bill(carls_client)
    taken = {"day": "01/02/2026", "method": "cash", "amount": "20.00", "key": str(uuid4())}
    for _ in range(2):  # sent twice, it counts once
        as_olga.post(f"/office/invoices/{second.uuid}/received/", taken)
    second.refresh_from_db()
    assert (second.status, second.paid.minor) == ("open", 2000)
    for invoice in (first, second):
        as_olga.post(f"/office/invoices/{invoice.uuid}/void/", {"reason": "Twice"})
        invoice.refresh_from_db()
    assert (first.status, second.status) == ("void", "open")
    # The rest is credited: 50.00 − 20.00 paid.
    credit = {"amount": "30.00", "to": "none", "reason": "Kindness", "key": str(uuid4())}
    for _ in range(2):
        as_olga.post(f"/office/invoices/{second.uuid}/credit/", credit)
    second.refresh_from_db()
    assert (second.status, second.credited.minor, second.due.minor) == ("paid", 3000, 0)


def test_several_are_reminded_once_a_day_and_voided_with_a_reason(
    as_olga: Any, carls_client: Any, in_reseller: Any
) -> None:
    chosen = [str(bill(carls_client).uuid) for _ in range(3)]
    for _ in range(2):
        as_olga.post(
            "/office/invoices/together/", {"invoice": [*chosen, "x", str(uuid4())], "action": "remind"}
        )
    assert MailMessage.objects.filter(template="orders/payment_reminder").count() == 3
    as_olga.post("/office/invoices/together/", {"invoice": chosen, "action": "void"})
    assert Invoice.objects.filter(status="open").count() == 3
    as_olga.post("/office/invoices/together/", {"invoice": chosen[:2], "action": "void", "reason": "Twice"})
    assert Invoice.objects.filter(status="void").count() == 2


def test_the_list_is_narrowed(carls_client: Any, sams_client: Any, in_reseller: Any) -> None:
    one, other = bill(carls_client), bill(sams_client, 700)

    def found(query: str) -> set[str]:
        return {invoice.label for invoice in listed_invoices(QueryDict(query))}

    assert found(f"q={one.number}") == {one.label}
    assert found(f"q={sams_client.email}") == {other.label}
    assert found("status=overdue") == set()
    assert found("status=open&cause=manual") == {one.label, other.label}
    assert found("cause=renewal") == set()
    assert found("from=2031-01-01") == found("until=2001-01-01") == set()
    assert found("from=x&until=%00&cause=%00&status=%00&q=%00") <= {one.label, other.label}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_taken_away_and_no_cell_runs(
    as_olga: Any, carls_client: Any, in_reseller: Any, form: str
) -> None:
    """RELIABILITY 25."""
    type(carls_client).objects.filter(pk=carls_client.pk).update(name="=1+1")
    bill(carls_client)
    answer = as_olga.get(f"/office/invoices/export/?form={form}")
    assert answer.status_code == 200
    if form == "csv":
        assert "'=1+1" in answer.content.decode()
    [row] = cells(Invoice.objects.select_related("client"), is_workbook=form == "xlsx")
    assert len(row) == len(heads())


def test_the_list_costs_the_same_however_much_there_is(
    as_olga: Any, carls_client: Any, in_reseller: Any, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (1, 8):
        for _ in range(more):
            bill(carls_client)
        with CaptureQueriesContext(connection) as seen:
            assert as_olga.get("/office/invoices/").status_code == 200
        counts.append(len(seen))
    assert counts[0] >= counts[1]


def test_an_advisor_sees_and_does_not_write(
    browse: Any, adel: Any, reseller: Any, carls_client: Any, in_reseller: Any
) -> None:
    invoice, as_adel = bill(carls_client), browse(adel, reseller)
    assert b"New invoice" not in as_adel.get("/office/invoices/").content
    for page in ("void/", "copy/", "issue/", "reminder/", "received/", "credit/"):
        assert as_adel.post(f"/office/invoices/{invoice.uuid}/{page}", {"reason": "x"}).status_code == 403
    wish = {"invoice": str(invoice.uuid), "action": "void", "reason": "x"}
    assert as_adel.post("/office/invoices/together/", wish).status_code == 403
    invoice.refresh_from_db()
    assert invoice.status == "open"
