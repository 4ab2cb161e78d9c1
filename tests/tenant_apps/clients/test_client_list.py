"""The office's list of clients: columns, cards, kept views, one thing for many, drafts."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from shared_apps.agenda.door import run_due
from tenant_apps.clients.models import Client, ClientDraft, ClientGroup, SavedView, Tag
from tenant_apps.clients.verbs import add_client
from tenant_apps.clients.verbs import bulk as bulks
from tenant_apps.clients.verbs.bulk import begin_bulk
from tenant_apps.notices.models import MailMessage
from tests.tenant_apps.clients.test_office_clients import many, names
from tests.tenant_apps.orders.stage import BY

PAGE = "/office/clients/"
EVERY = "columns=" + "&columns=".join(
    [
        "email",
        "status",
        "group",
        "tags",
        "administrator",
        "domain",
        "plan",
        "licences",
        "period",
        "renewal",
        "unpaid",
    ]
)


def client(name: str, **details: Any) -> Client:
    return add_client({"name": name, "email": f"{name.lower()}@x.example", **details}, by=BY)


@pytest.mark.parametrize("wish", [EVERY, "view=cards"])
def test_more_clients_ask_no_more_questions(in_reseller: Any, as_olga: Any, wish: str) -> None:
    """The list of 50,000 costs what a list of five costs: the count of queries is the same."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_olga.get(f"{PAGE}?{wish}").status_code == 200
        return len(queries)

    many(5)
    asked()
    few = asked()
    many(120)
    assert asked() == few


def test_the_columns_are_chosen_and_remembered(in_reseller: Any, as_olga: Any) -> None:
    client("Aras", city="İzmir", tax_id="42")
    shown = as_olga.get(f"{PAGE}?columns=city&columns=tax_id&columns=password").context["columns"]
    assert [column.name for column in shown] == ["tax_id", "city"]
    assert [column.name for column in as_olga.get(f"{PAGE}?sort=name").context["columns"]] == [
        "tax_id",
        "city",
    ]


def test_it_is_filtered_by_group_tag_and_domain(in_reseller: Any, as_olga: Any) -> None:
    group, tag = ClientGroup.objects.create(name="Wholesale"), Tag.objects.create(name="gold")
    client("Aras", group=group)
    client("Boran", tags=[tag])
    Client.objects.filter(pk=client("Ceyda").pk).update(domain="ceyda.example")
    assert names(as_olga.get(f"{PAGE}?group={group.uuid}")) == ["Aras"]
    assert names(as_olga.get(f"{PAGE}?tag={tag.uuid}")) == ["Boran"]
    assert names(as_olga.get(f"{PAGE}?domain=unverified")) == ["Ceyda"]
    assert names(as_olga.get(f"{PAGE}?q=ceyda.ex")) == ["Ceyda"]
    assert as_olga.get(f"{PAGE}?group=x&tag=%00&domain=z&since=9").status_code == 200


def test_cards_offer_to_verify_and_to_manage_without_hovering(in_reseller: Any, as_olga: Any) -> None:
    """REQUIREMENTS S5.35 to S5.37."""
    Client.objects.filter(pk=client("Aras").pk).update(domain="aras.example")
    page = as_olga.get(f"{PAGE}?view=cards&q=aras").content.decode()
    assert "aras.example" in page
    assert "Verify" in page
    Client.objects.filter(domain="aras.example").update(domain_verified_at="2026-01-01T00:00Z")
    assert "Manage" in as_olga.get(f"{PAGE}?view=cards&q=aras").content.decode()


def test_a_view_is_kept_begun_with_and_removed(in_reseller: Any, as_olga: Any, olga: Any) -> None:
    wish = {
        "name": "Mine",
        "query": "kind=person&sort=name&after=x&evil=1",
        "columns": ["city"],
        "is_default": "on",
    }
    as_olga.post(f"{PAGE}views/", wish)
    view = SavedView.objects.get(person=olga)
    assert (view.query, view.columns) == ("kind=person&sort=name", ["city"])
    begun = as_olga.get(PAGE)
    assert begun.url == f"{PAGE}?kind=person&sort=name&saved={view.uuid}&columns=city"
    assert [marked.current for marked in as_olga.get(begun.url).context["views"]] == [True]
    as_olga.post(f"{PAGE}views/{view.uuid}/removal/")
    assert as_olga.get(PAGE).status_code == 200


def test_a_shared_view_is_seen_by_others_and_removed_by_its_owner_alone(
    browse: Any, in_reseller: Any, as_olga: Any, adel: Any, reseller: Any
) -> None:
    as_olga.post(f"{PAGE}views/", {"name": "All of us", "query": "kind=person", "is_shared": "on"})
    as_olga.post(f"{PAGE}views/", {"name": "Mine", "query": "kind=person"})
    his = browse(adel, reseller)
    assert [marked.view.name for marked in his.get(f"{PAGE}?sort=").context["views"]] == ["All of us"]
    view = SavedView.objects.get(name="All of us")
    assert his.post(f"{PAGE}views/{view.uuid}/removal/").status_code == 404


def test_ticked_clients_are_tagged_after_a_second_look(in_reseller: Any, as_olga: Any) -> None:
    ticked = [str(client(name).uuid) for name in ("Aras", "Boran")]
    client("Ceyda")
    asked = as_olga.post(f"{PAGE}bulk/", {"action": "tag", "client": [*ticked, "x", "' OR 1=1"]})
    key = asked.context["key"]
    wish = {"action": "tag", "client": ticked, "tag": "gold", "key": str(key)}
    watched = as_olga.post(f"{PAGE}bulk/start/", wish).url
    as_olga.post(f"{PAGE}bulk/start/", wish)
    run_due()
    assert set(Client.objects.filter(tags__name="gold").values_list("name", flat=True)) == {"Aras", "Boran"}
    assert as_olga.get(watched).context["bulk"].changed == 2


def test_all_that_fit_are_grouped_in_steps_that_a_killed_worker_does_not_repeat(
    in_reseller: Any, monkeypatch: Any
) -> None:
    """RELIABILITY 16."""
    monkeypatch.setattr(bulks, "AT_ONCE", 2)
    group = ClientGroup.objects.create(name="All")
    many(5)
    fit = Client.objects.filter(name__startswith="Client")
    bulk = begin_bulk(fit, action="group", details={"group": str(group.uuid)}, key=uuid4(), by=BY)
    run_due()
    bulk.refresh_from_db()
    assert (bulk.position, bulk.changed, group.clients.count()) == (5, 5, 5)


def test_a_mail_goes_to_each_client_once_and_its_words_are_text(in_reseller: Any, carls_client: Any) -> None:
    """RELIABILITY 10 and 27."""
    alone = client("Alone")
    key, said = uuid4(), {"subject": "News", "text": "<b>{{ 1 }}</b>\n\nBye"}
    for _twice in range(2):
        begin_bulk(
            Client.objects.filter(pk__in=[carls_client.pk, alone.pk]),
            action="mail",
            details=said,
            key=key,
            by=BY,
        )
    run_due()
    sent = MailMessage.objects.filter(template="clients/message")
    assert sorted(sent.values_list("to_email", flat=True)) == ["alone@x.example", "carl@example.com"]
    from tenant_apps.notices.rendering import render

    mail = render(sent.first())
    assert mail.subject == "News"
    assert "&lt;b&gt;{{ 1 }}&lt;/b&gt;" in mail.html


def test_a_line_break_in_a_subject_is_refused(in_reseller: Any, as_olga: Any, carls_client: Any) -> None:
    """RELIABILITY 27."""
    wish = {
        "action": "mail",
        "client": str(carls_client.uuid),
        "key": str(uuid4()),
        "subject": "a\r\nBcc: x@y",
        "text": "x",
    }
    assert as_olga.post(f"{PAGE}bulk/start/", wish).status_code == 422


def test_only_who_may_write_to_clients_does(
    browse: Any, in_reseller: Any, adel: Any, reseller: Any, carls_client: Any
) -> None:
    wish = {"action": "mail", "client": str(carls_client.uuid)}
    assert browse(adel, reseller).post(f"{PAGE}bulk/", wish).status_code == 404


def test_ticked_clients_leave_in_a_workbook_without_formulas(in_reseller: Any, as_olga: Any) -> None:
    """RELIABILITY 25."""
    evil = client("=HYPERLINK(1)", mobile="+905321234567")
    answer = as_olga.post(f"{PAGE}bulk/", {"action": "xlsx", "client": str(evil.uuid)})
    heads, row = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert row[0] == "'=HYPERLINK(1)"
    assert row[heads.index("Mobile")] == "'+905321234567"


def test_an_export_can_be_imported_again(in_reseller: Any, as_olga: Any) -> None:
    from tenant_apps.clients.imports.begin import take_file

    client("Aras", city="İzmir", mobile="+905321234567")
    content = as_olga.get(f"{PAGE}export/?q=aras&form=xlsx").content
    found = take_file(content, name="clients.xlsx", by=BY).columns
    assert {"name", "email", "mobile", "city", "country", "tags", "group", "domain"} <= set(found)


def test_what_is_typed_is_kept_from_tab_to_tab_and_gone_once_saved(in_reseller: Any, as_olga: Any) -> None:
    """REQUIREMENTS S3.8 and S3.9."""
    add = f"{PAGE}new/"
    to = as_olga.post(add, {"name": "Aras", "email": "info@aras.example", "kind": "person", "go": "address"})
    assert to.url == f"{add}?tab=address"
    assert "draft" in as_olga.get(add).content.decode()
    assert as_olga.get(add).context["form"]["name"].value() == "Aras"
    saved = as_olga.post(add, {"city": "İzmir", "country": "TR"})
    made = Client.objects.get(email="info@aras.example")
    assert saved.url == f"{PAGE}{made.uuid}/"
    assert made.city == "İzmir"
    assert not ClientDraft.objects.exists()


def test_whoever_never_opens_the_address_is_in_the_shops_country(in_reseller: Any, as_olga: Any) -> None:
    as_olga.post(f"{PAGE}new/", {"name": "Aras", "email": "info@aras.example", "kind": "person"})
    assert Client.objects.get(email="info@aras.example").country == in_reseller.country


def test_a_mistake_on_the_other_tab_leads_to_it(in_reseller: Any, as_olga: Any) -> None:
    answer = as_olga.post(f"{PAGE}new/", {"city": "İzmir", "country": "TR"})
    assert answer.context["tab"] == "general"
    assert ClientDraft.objects.count() == 1
    as_olga.post(f"{PAGE}new/", {"discard": "1"})
    assert not ClientDraft.objects.exists()
