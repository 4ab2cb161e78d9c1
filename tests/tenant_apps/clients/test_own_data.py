"""The portal's first page, files, taking one's data along, and leaving."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.agenda.door import run_due
from shared_apps.kernel.clock import now
from tenant_apps.clients.models import Client, ClientDocument, ClientExport, Contact, Note
from tenant_apps.clients.needs import needs_of
from tenant_apps.clients.verbs.deletion import delete_client
from tenant_apps.clients.verbs.take_along import TooSoon, ask_for_export
from tenant_apps.orders.models import Invoice
from tests.tenant_apps.orders.stage import BY

DATA = "/my/data/"


def invoice(client: Client, number: str, *, days: int) -> Invoice:
    return Invoice.objects.create(
        client=client, number=number, status="open", currency=client.currency, subtotal_minor=1000,
        total_minor=1000, issued_at=now(), due_at=now() + timedelta(days=days),
    )  # fmt: skip


def paper(client: Client, title: str, *, is_shared: bool) -> ClientDocument:
    return ClientDocument.objects.create(
        client=client, title=title, name="x.html", content_type="application/pdf", content=b"%PDF-1 <script>",
        size=5, is_shared=is_shared, uploaded_by="Olga",
    )  # fmt: skip


def waiting(browser: Any) -> Any:
    return browser.get("/my/").context["needs"]


def test_what_is_overdue_stands_before_what_is_due(in_reseller: Any, as_carl: Any, carls_client: Any) -> None:
    invoice(carls_client, "A-2", days=5)
    invoice(carls_client, "A-1", days=-5)
    assert [(need.tone, "A-1" in need.title) for need in waiting(as_carl)] == [
        ("neg", True),
        ("warn", False),
    ]


def test_who_has_nothing_to_do_with_bills_is_not_asked_to_pay(
    in_reseller: Any, carl: Any, carls_client: Any
) -> None:
    invoice(carls_client, "A-1", days=-5)
    Contact.objects.filter(person=carl).update(role=Contact.Role.TECHNICAL)
    carl = type(carl).objects.get(pk=carl.pk)
    assert needs_of(carls_client, carl) == []


def test_more_bills_ask_no_more_questions(in_reseller: Any, as_carl: Any, carls_client: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            waiting(as_carl)
        return len(queries)

    invoice(carls_client, "A-1", days=5)
    asked()
    few = asked()
    for at in range(4):
        invoice(carls_client, f"B-{at}", days=5)
    assert asked() == few


def test_files_are_those_that_are_shared_and_run_nowhere(
    in_reseller: Any, as_carl: Any, carls_client: Any, sams_client: Any
) -> None:
    """RELIABILITY 1 and 9."""
    shared, secret = (
        paper(carls_client, title, is_shared=title == "Contract") for title in ("Contract", "Secret")
    )
    foreign = paper(sams_client, "Foreign", is_shared=True)
    page = as_carl.get("/my/files/").content.decode()
    assert "Contract" in page
    assert "Secret" not in page
    assert "Foreign" not in page
    answer = as_carl.get(f"/my/files/{shared.uuid}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert [as_carl.get(f"/my/files/{one.uuid}/").status_code for one in (secret, foreign)] == [404, 404]


def test_everything_that_is_kept_is_packed_and_nothing_of_others(
    in_reseller: Any, as_carl: Any, carls_client: Any, sams_client: Any
) -> None:
    invoice(carls_client, "A-1", days=5)
    invoice(sams_client, "S-1", days=5)
    paper(carls_client, "Contract", is_shared=True)
    Note.objects.create(client=carls_client, text="difficult fellow")
    as_carl.post(f"{DATA}export/")
    assert "being packed" in as_carl.get(DATA).content.decode()
    run_due()
    export = ClientExport.objects.get(client=carls_client)
    archive = ZipFile(BytesIO(as_carl.get(f"{DATA}export/{export.uuid}/").content))
    assert {
        "profile.json",
        "people.json",
        "invoices.json",
        "invoices/A-1.pdf",
        "documents/Contract.pdf",
    } <= set(archive.namelist())
    assert json.loads(archive.read("profile.json"))["email"] == carls_client.email
    text = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".json")).decode()
    assert "S-1" not in text
    assert "difficult" not in text
    assert "wholesale" not in text


def test_an_archive_is_made_once_an_hour(in_reseller: Any, carls_client: Any) -> None:
    ask_for_export(carls_client, by=BY)
    with pytest.raises(TooSoon):
        ask_for_export(carls_client, by=BY)


def test_another_clients_archive_is_not_there(in_reseller: Any, as_carl: Any, sams_client: Any) -> None:
    """RELIABILITY 1."""
    export = ask_for_export(sams_client, by=BY)
    run_due()
    assert as_carl.get(f"{DATA}export/{export.uuid}/").status_code == 404


def test_a_client_leaves_and_stays_after_all(in_reseller: Any, as_carl: Any, carls_client: Any) -> None:
    as_carl.post(f"{DATA}deletion/", {"reason": "moving"})
    carls_client.refresh_from_db()
    assert carls_client.deletes_at is None
    as_carl.post(f"{DATA}deletion/", {"reason": "moving", "sure": "on"})
    carls_client.refresh_from_db()
    assert carls_client.deletes_at is not None
    assert "Keep my account" in as_carl.get(DATA).content.decode()
    as_carl.post(f"{DATA}deletion/undo/")
    carls_client.refresh_from_db()
    assert carls_client.deletes_at is None


def test_who_owes_does_not_leave(in_reseller: Any, as_carl: Any, carls_client: Any) -> None:
    invoice(carls_client, "A-1", days=5)
    as_carl.post(f"{DATA}deletion/", {"sure": "on"})
    carls_client.refresh_from_db()
    assert carls_client.deletes_at is None
    assert "Something is still open" in as_carl.get(DATA).content.decode()


def test_a_planned_deletion_stands_first(in_reseller: Any, as_carl: Any, carls_client: Any) -> None:
    delete_client(carls_client, by=BY)
    assert waiting(as_carl)[0].action == "Keep it"
