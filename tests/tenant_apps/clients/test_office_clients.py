"""Clients in the office: found, added, changed, exported."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from django.db import connection

from shared_apps.kernel.cells import safe_cell
from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import clients_like, listed_clients
from tenant_apps.clients.verbs import add_client, close_clients
from tests.tenant_apps.orders.stage import BY

PAGE = "/office/clients/"
NEW = {
    "kind": "organisation",
    "name": "Aras Lojistik",
    "email": "Info@Aras.example",
    "mobile": "0532 123 45 67",
}


def many(count: int) -> None:
    Client.objects.bulk_create(
        Client(name=f"Client {at:05}", email=f"client{at}@example.com", currency="TRY") for at in range(count)
    )


def names(answer: Any) -> list[str]:
    return [client.name for client in answer.context["page"].rows]


def test_it_is_found_by_the_first_letters_of_any_keyboard(in_reseller: Any) -> None:
    add_client({"name": "Kübra Yılmaz", "email": "k@x.example"}, by=BY)
    add_client({"name": "كيان رضايی", "email": "kian@x.example"}, by=BY)  # Arabic kaf and yeh
    assert [one.email for one in clients_like("KÜB")] == ["k@x.example"]
    assert [one.email for one in clients_like("کیان")] == ["kian@x.example"]
    assert [one.email for one in clients_like("Kian@")] == ["kian@x.example"]


def test_it_is_found_by_mobile_in_persian_digits(in_reseller: Any) -> None:
    add_client({"name": "A", "email": "a@x.example", "mobile": "+905321234567"}, by=BY)
    assert clients_like("+۹۰۵۳۲").count() == 1
    assert clients_like("90532").count() == 1


@pytest.mark.parametrize(
    "wish",
    [
        "q=%25",
        "q=%27--",
        "sort=password",
        "kind=x&status=y",
        "after=%FF",
        "before=bnVsbA==",
        "q=%00",
        "after=W251bGwsIDFd",
        "after=WyJcdTAwMDAiLCAxXQ==",
        "after=WyJhIiwgOTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ==",
    ],
)
def test_odd_wishes_are_answered(as_olga: Any, wish: str) -> None:
    assert as_olga.get(f"{PAGE}?{wish}").status_code == 200


def test_pages_go_on_and_back_without_loss(in_reseller: Any, as_olga: Any) -> None:
    many(118)
    first = as_olga.get(f"{PAGE}?q=client&sort=name")
    second = as_olga.get(PAGE + first.context["page"].next_url)
    third = as_olga.get(PAGE + second.context["page"].next_url)
    assert len(names(first) + names(second) + names(third)) == 118
    assert third.context["page"].next_url == ""
    assert names(as_olga.get(PAGE + third.context["page"].previous_url)) == names(second)
    assert first.context["page"].previous_url == ""


def test_a_list_of_fifty_thousand_is_read_by_its_indexes(in_reseller: Any) -> None:
    many(5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for rows in (
            listed_clients(text="client 04").order_by("search_name", "pk")[:51],
            listed_clients().order_by("-created_at", "-pk")[:51],
            listed_clients().order_by("search_name", "pk")[:51],
        ):
            sql, params = rows.query.sql_with_params()
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan" not in plan, plan


def test_staff_add_a_client(in_reseller: Any, as_olga: Any) -> None:
    answer = as_olga.post(f"{PAGE}new/", {**NEW, "country": "TR", "city": "İzmir"})
    client = Client.objects.get(name="Aras Lojistik")
    assert answer.url == f"{PAGE}{client.uuid}/"
    assert (client.email, client.mobile, client.currency) == ("info@aras.example", "+905321234567", "TRY")


def test_a_mobile_belongs_to_one_client(in_reseller: Any, as_olga: Any) -> None:
    as_olga.post(f"{PAGE}new/", NEW)
    again = as_olga.post(f"{PAGE}new/", {**NEW, "name": "Another", "mobile": "+90 (532) 123-45-67"})
    assert "Another client has this number." in again.content.decode()
    assert not Client.objects.filter(name="Another").exists()


def test_a_line_break_in_a_name_is_refused(in_reseller: Any, as_olga: Any) -> None:
    answer = as_olga.post(f"{PAGE}new/", {**NEW, "company_name": "Evil\r\nBcc: x@y"})
    assert answer.status_code == 200
    assert not Client.objects.filter(company_name__contains="Evil").exists()


def test_status_currency_and_uuid_cannot_be_set_by_a_form(
    in_reseller: Any, as_olga: Any, carls_client: Any
) -> None:
    before = (carls_client.uuid, carls_client.status, carls_client.currency)
    path = f"{PAGE}{carls_client.uuid}/edit/"
    as_olga.post(
        path, {**NEW, "status": "closed", "currency": "USD", "uuid": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}
    )
    carls_client.refresh_from_db()
    assert carls_client.name == "Aras Lojistik"
    assert (carls_client.uuid, carls_client.status, carls_client.currency) == before


def test_a_closed_client_is_reopened(in_reseller: Any, as_olga: Any, carls_client: Any) -> None:
    close_clients([carls_client], reason="", by=BY)
    as_olga.post(f"{PAGE}{carls_client.uuid}/opening/")
    carls_client.refresh_from_db()
    assert carls_client.status == "active"
    log = as_olga.get(f"{PAGE}{carls_client.uuid}/log/").content.decode()
    assert "was closed" in log
    assert "was reopened" in log


def test_support_may_look_and_not_touch(
    browse: Any, in_reseller: Any, carls_client: Any, reseller: Any
) -> None:
    from tenant_apps.accounts.models import User

    support = browse(User.objects.create_user("sue@example.com", name="Sue", role="support"), reseller)
    assert support.get(PAGE).status_code == 200
    assert support.post(f"{PAGE}{carls_client.uuid}/edit/", NEW).status_code == 403
    wish = {"client": str(carls_client.uuid), "action": "close"}
    assert support.post(f"{PAGE}bulk/", wish).status_code == 404


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_begins_a_formula_is_escaped(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_the_export_escapes_and_follows_the_filter(in_reseller: Any, as_olga: Any) -> None:
    add_client({"name": "=HYPERLINK(1)", "email": "evil@x.example", "mobile": "+905321234567"}, by=BY)
    answer = as_olga.get(f"{PAGE}export/?q=evil")
    assert answer["Content-Disposition"] == 'attachment; filename="clients.csv"'
    heads, row = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert row[0] == "'=HYPERLINK(1)"
    assert row[heads.index("Mobile")] == "'+905321234567"
