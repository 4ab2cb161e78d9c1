"""Clients out of a spreadsheet: tried out, written once, taken back."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.agenda.door import run_due
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments
from tenant_apps.clients.imports import steps
from tenant_apps.clients.imports.begin import (
    NothingToImport,
    forget,
    match_columns,
    start_import,
    take_back,
    take_file,
)
from tenant_apps.clients.models import Client, ClientGroup, ClientImport, CustomField
from tenant_apps.clients.verbs import add_client, edit_client
from tests.tenant_apps.orders.stage import BY

PAGE = "/office/clients/imports/"
TABLE = """Name;E-mail;Mobile;Company;Tags
Kübra;kubra@x.example;0532 123 45 67;;gold, new
Aras;info@aras.example;;Aras A.Ş.;gold
Broken;no mail;12;;
Twice;kubra@x.example;;;
"""


def checked(table: str = TABLE, **options: Any) -> ClientImport:
    batch = take_file(table.encode(), name="clients.csv", by=BY)
    wish = {"duplicates": "skip", "country": "TR", "encoding": "utf-8", "has_heads": True, **options}
    match_columns(batch, wish.pop("columns", batch.columns), **wish, by=BY)
    return done(batch)


def done(batch: ClientImport) -> ClientImport:
    run_due()
    batch.refresh_from_db()
    return batch


def imported(table: str = TABLE, **options: Any) -> ClientImport:
    batch = checked(table, **options)
    start_import(batch, by=BY)
    return done(batch)


def outcome(batch: ClientImport) -> list[str]:
    return [row.status for row in batch.rows.all()]


def test_a_dry_run_says_what_would_be_and_touches_nothing(in_reseller: Any) -> None:
    before = Client.objects.count()
    batch = checked()
    assert batch.columns == ["name", "email", "mobile", "company_name", "tags"]
    assert (batch.status, batch.total) == ("checked", 4)
    assert outcome(batch) == ["new", "new", "wrong", "wrong"]
    wrong = [row.errors for row in batch.rows.filter(status="wrong")]
    assert wrong == [[["email", "email"], ["mobile", "mobile"]], [["email", "twice", "2"]]]
    assert Client.objects.count() == before


def test_rows_that_are_right_become_clients(in_reseller: Any) -> None:
    batch = imported()
    assert (batch.status, outcome(batch)) == ("done", ["added", "added", "wrong", "wrong"])
    kubra, aras = (row.client for row in batch.rows.filter(status="added"))
    assert (kubra.mobile, kubra.kind, kubra.currency) == ("+905321234567", "person", in_reseller.currency)
    assert (aras.kind, [tag.name for tag in aras.tags.all()]) == ("organisation", ["gold"])
    assert batch.content is None


def test_the_same_file_again_adds_nobody(in_reseller: Any) -> None:
    imported()
    count = Client.objects.count()
    again = checked()
    assert outcome(again)[:2] == ["skipped", "skipped"]
    with pytest.raises(NothingToImport):
        start_import(again, by=BY)
    assert Client.objects.count() == count


def test_known_clients_are_updated_where_that_is_wished(in_reseller: Any) -> None:
    ClientGroup.objects.create(name="Wholesale")
    CustomField.objects.create(key="size", label="Size", kind="number")
    old = add_client({"name": "Old", "email": "kubra@x.example", "city": "İzmir"}, by=BY)
    batch = imported(
        "Name;E-mail;Group;Size\nNew;KUBRA@x.example;wholesale;۱۲\n", columns=["name", "email", "group", "custom:size"],
        duplicates="update",
    )  # fmt: skip
    old.refresh_from_db()
    assert outcome(batch) == ["updated"]
    assert (old.name, old.city, old.group.name, old.custom) == ("New", "İzmir", "Wholesale", {"size": "12"})
    take_back(batch, by=BY)
    done(batch)
    old.refresh_from_db()
    assert (old.name, old.city, old.group, old.custom) == ("Old", "İzmir", None, {})


def test_another_clients_mobile_is_refused(in_reseller: Any) -> None:
    add_client({"name": "A", "email": "a@x.example", "mobile": "+905321234567"}, by=BY)
    batch = checked()
    assert batch.rows.first().errors == [["mobile", "taken"]]


def test_who_came_between_check_and_import_is_not_added_twice(in_reseller: Any) -> None:
    batch = checked()
    add_client({"name": "Faster", "email": "kubra@x.example"}, by=BY)
    start_import(batch, by=BY)
    assert outcome(done(batch))[:2] == ["skipped", "added"]
    assert Client.objects.filter(email="kubra@x.example").count() == 1


def test_a_killed_worker_writes_no_row_twice(in_reseller: Any, monkeypatch: Any) -> None:
    """RELIABILITY 16: the rows and the agenda's mark commit together."""
    batch = checked("Name;E-mail\n" + "".join(f"N{at};n{at}@x.example\n" for at in range(6)))
    monkeypatch.setattr(steps, "AT_ONCE", 2)
    start_import(batch, by=BY)
    calls, save = [], steps._save

    def killed_once(rows: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        save(rows)

    monkeypatch.setattr(steps, "_save", killed_once)
    with pytest.raises(KeyboardInterrupt):
        run_due()
    assert Client.objects.filter(email__startswith="n", email__endswith="@x.example").count() == 2
    from shared_apps.agenda.models import Entry
    from tenants.context import acting_on_shared_data

    with acting_on_shared_data():
        Entry.objects.filter(status="handed").update(status="waiting")
    assert outcome(done(batch)) == ["added"] * 6
    assert Client.objects.filter(email__startswith="n", email__endswith="@x.example").count() == 6


def test_an_import_starts_once(in_reseller: Any) -> None:
    batch = checked()
    start_import(batch, by=BY)
    with pytest.raises(IllegalMove):
        start_import(batch, by=BY)


def test_taken_back_it_leaves_those_alone_with_whom_something_began(in_reseller: Any, carl: Any) -> None:
    from tenant_apps.clients.models import Contact

    batch = imported()
    used = Client.objects.get(email="info@aras.example")
    Contact.objects.create(person=carl, client=used, role="owner")
    take_back(batch, by=BY)
    assert done(batch).status == "undone"
    assert outcome(batch)[:2] == ["undone", "kept"]
    assert not Client.objects.filter(email="kubra@x.example").exists()
    assert Client.objects.filter(pk=used.pk).exists()


def test_taken_back_it_leaves_those_who_have_account_credit(in_reseller: Any) -> None:
    batch = imported()
    rich = Client.objects.get(email="kubra@x.example")
    payments.change_credit(rich.uuid, Money(5_000, rich.currency), reason="A present.", key=uuid4())
    take_back(batch, by=BY)
    assert done(batch).status == "undone"
    assert Client.objects.filter(pk=rich.pk).exists()


def test_what_was_changed_since_an_update_is_not_put_back(in_reseller: Any) -> None:
    old = add_client({"name": "Old", "email": "kubra@x.example"}, by=BY)
    batch = imported(duplicates="update")
    old.refresh_from_db()
    edit_client(old, {"name": "Newest"}, by=BY)
    take_back(batch, by=BY)
    done(batch)
    old.refresh_from_db()
    assert (old.name, old.mobile) == ("Newest", "")


def test_other_columns_are_checked_anew(in_reseller: Any) -> None:
    batch = checked()
    match_columns(
        batch,
        ["", "email", "", "name", ""],
        duplicates="skip",
        country="TR",
        encoding="utf-8",
        has_heads=False,
        by=BY,
    )
    assert outcome(done(batch)) == ["wrong", "wrong", "new", "wrong", "wrong"]


def test_the_check_asks_a_constant_number_of_questions(in_reseller: Any) -> None:
    def asked(count: int) -> int:
        batch = checked("Name;E-mail\n" + "".join(f"N;n{at}@x.example\n" for at in range(count)))
        rows = list(batch.rows.all())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            steps.judge(batch, rows)
        return len(queries)

    assert asked(3) == asked(60)


def test_the_pages_lead_through_it(in_reseller: Any, as_olga: Any) -> None:
    sent = as_olga.post(PAGE, {"file": SimpleUploadedFile("c.csv", TABLE.encode())})
    shown = as_olga.get(sent.url)
    assert "Aras A.Ş." in shown.content.decode()
    columns = {
        f"column-{at}": name for at, name in enumerate(["name", "email", "mobile", "company_name", "tags"])
    }
    wish = {**columns, "duplicates": "skip", "country": "TR", "encoding": "utf-8", "has_heads": "on"}
    assert (
        "Each field can be one column only."
        in as_olga.post(sent.url, {**wish, "column-4": "name"}).content.decode()
    )
    to = as_olga.post(sent.url, wish).url
    assert "hx-get" in as_olga.get(f"{to}progress/").content.decode()
    run_due()
    assert as_olga.get(f"{to}progress/")["HX-Refresh"] == "true"
    assert f"{to}start/" in as_olga.get(to).content.decode()
    heads, *rows = csv.reader(StringIO(as_olga.get(f"{to}rows/").content.decode("utf-8-sig")))
    assert heads[-2:] == ["Row", "Not right"]
    assert rows[0][-1] == "E-mail address: is no e-mail address; Mobile: is no mobile number"
    as_olga.post(f"{to}start/")
    run_due()
    assert Client.objects.filter(email="info@aras.example").exists()
    as_olga.post(f"{to}undoing/")
    run_due()
    assert not Client.objects.filter(email="info@aras.example").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF", b"\x00\x01\x02"])
def test_a_file_that_is_none_is_answered(in_reseller: Any, as_olga: Any, content: bytes) -> None:
    """RELIABILITY 28."""
    answer = as_olga.post(PAGE, {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 200
    assert not ClientImport.objects.exists()


def test_who_may_not_edit_may_not_import(browse: Any, in_reseller: Any, reseller: Any) -> None:
    from tenant_apps.accounts.models import User

    support = browse(User.objects.create_user("sue@example.com", name="Sue", role="support"), reseller)
    assert support.get(PAGE).status_code == 403


def test_cells_are_forgotten_after_a_while(in_reseller: Any) -> None:
    batch = imported()
    forget(batch)
    assert not batch.rows.exclude(cells=[], email="", mobile="").exists()
