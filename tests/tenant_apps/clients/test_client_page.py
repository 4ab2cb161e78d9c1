"""A client's page in the office: its tabs and what is kept there."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client, ClientDocument, ClientGroup, CustomField, Note, Tag
from tenant_apps.clients.verbs import CurrencyFixed, add_client, edit_client
from tenant_apps.clients.verbs.addresses import bill_to, put_address
from tenant_apps.clients.verbs.notes import add_note
from tenant_apps.clients.verbs.sorting import group_clients, tag_clients
from tests.tenant_apps.orders.stage import BY

EMPTY = {
    "kind": "service",
    **dict.fromkeys(("label", "street", "postal_code", "city", "region", "country"), ""),
}
EVIL = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def page(carls_client: Client) -> str:
    return f"/office/clients/{carls_client.uuid}/"


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return SimpleUploadedFile("../evil\r\nX: y.png", out.getvalue() + EVIL)


def test_the_page_shows_what_is_kept(in_reseller: Any, as_olga: Any, carls_client: Client, page: str) -> None:
    own = CustomField.objects.create(key="f1", label="Shoe size", kind="number")
    group = ClientGroup.objects.create(name="Wholesale")
    edit_client(
        carls_client, {"group": group, "custom": {own.key: "44"}, "national_id": "10000000146"}, by=BY
    )
    add_note(carls_client, text="Pays late", is_pinned=True, by=BY)
    shown = as_olga.get(page).content.decode()
    for words in ("Shoe size", "44", "Wholesale", "10000000146", "Pays late", "Transactions", "Add-ons"):
        assert words in shown


def test_tabs_cost_the_same_whatever_is_kept(
    in_reseller: Any, as_olga: Any, carls_client: Client, page: str
) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert as_olga.get(path).status_code == 200
        return len(seen)

    tabs = ("", "notes/", "addresses/")
    _warm = [queries(page + tab) for tab in tabs]
    before = [queries(page + tab) for tab in tabs]
    for number in range(6):
        add_note(carls_client, text=f"Note {number}", by=BY)
        details = {
            "kind": "service",
            "label": "",
            "street": f"{number}",
            "postal_code": "",
            "city": "",
            "region": "",
            "country": "",
        }
        put_address(carls_client, details, address=None, by=BY)
    assert [queries(page + tab) for tab in tabs] == before


def test_a_picture_is_encoded_anew_and_a_page_is_refused(
    in_reseller: Any, as_olga: Any, carls_client: Client, page: str
) -> None:
    """RELIABILITY 9 and 28: nothing but pixels is kept, and what is no picture is not served."""
    as_olga.post(f"{page}file/documents/", {"file": picture(), "kind": "identity"})
    kept = ClientDocument.objects.get()
    assert EVIL not in bytes(kept.content)
    assert (kept.content_type, "\r" in kept.name, "/" in kept.name) == ("image/jpeg", False, False)
    answer = as_olga.get(f"{page}file/documents/{kept.uuid}/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    again = as_olga.post(
        f"{page}file/documents/", {"file": SimpleUploadedFile("a.png", EVIL), "kind": "other"}
    )
    assert (again.status_code, ClientDocument.objects.count()) == (422, 1)


def test_support_reads_notes_and_writes_none(
    browse: Any, in_reseller: Any, reseller: Any, carls_client: Client, page: str
) -> None:
    add_note(carls_client, text="Read me", by=BY)
    support = browse(User.objects.create_user("sue@example.com", name="Sue", role="support"), reseller)
    assert "Read me" in support.get(f"{page}notes/").content.decode()
    assert support.post(f"{page}notes/", {"text": "No"}).status_code == 404
    assert support.get(f"{page}deletion/").status_code == 403
    assert Note.objects.count() == 1


def test_invoices_bear_the_chosen_address(in_reseller: Any, carls_client: Client) -> None:
    edit_client(carls_client, {"street": "Eski 1", "city": "İzmir"}, by=BY)
    new = {
        "kind": "other",
        "label": "Depo",
        "street": "Yeni 2",
        "postal_code": "",
        "city": "Bursa",
        "region": "",
        "country": "TR",
    }
    bill_to(put_address(carls_client, new, address=None, by=BY), by=BY)
    carls_client.refresh_from_db()
    assert (carls_client.street, carls_client.city) == ("Yeni 2", "Bursa")
    assert [address.street for address in carls_client.addresses.all()] == ["Eski 1"]


def test_a_required_own_field_is_asked_for(in_reseller: Any, as_olga: Any, page: str) -> None:
    own = CustomField.objects.create(
        key="f2", label="Size", kind="choice", choices=["S", "M"], is_required=True
    )
    typed = {"kind": "person", "name": "Carl", "email": "carl@example.com"}
    assert "This field is required" in as_olga.post(f"{page}edit/", typed).content.decode()
    as_olga.post(f"{page}edit/", {**typed, own.form_name: "M"})
    assert Client.objects.get(name="Carl").custom == {"f2": "M"}


def test_the_currency_stays_once_something_was_ordered(in_reseller: Any, carls_client: Client) -> None:
    from tenant_apps.orders.models import Order

    edit_client(carls_client, {"currency": "EUR"}, by=BY)
    Order.objects.create(
        number="1", client=carls_client, currency="EUR", total_minor=0, placed_at=carls_client.created_at
    )
    with pytest.raises(CurrencyFixed):
        edit_client(carls_client, {"currency": "USD"}, by=BY)


def test_many_are_tagged_and_grouped_at_once(in_reseller: Any, carls_client: Client) -> None:
    other = add_client({"name": "Other", "email": "o@example.com"}, by=BY)
    tag, group = Tag.objects.create(name="VIP"), ClientGroup.objects.create(name="A")
    assert tag_clients([carls_client, other], [tag], by=BY) == 2
    assert tag_clients([carls_client, other], [tag], by=BY) == 0
    assert tag_clients([other], [tag], remove=True, by=BY) == 1
    assert group_clients([carls_client, other], group, by=BY) == 2
    assert [client.name for client in tag.clients.all()] == [carls_client.name]


def test_deleting_and_undoing_by_page(
    in_reseller: Any, as_olga: Any, carls_client: Client, page: str
) -> None:
    assert "Delete this client" in as_olga.get(f"{page}deletion/").content.decode()
    as_olga.post(f"{page}deletion/", {"reason": "Asked"})
    carls_client.refresh_from_db()
    assert carls_client.state == "leaving"
    assert "Undo" in as_olga.get(page).content.decode()
    as_olga.post(f"{page}deletion/undo/")
    carls_client.refresh_from_db()
    assert carls_client.state == "active"


def test_merging_by_page_and_a_strangers_client(
    in_reseller: Any, as_olga: Any, carls_client: Client, page: str
) -> None:
    twin = add_client({"name": carls_client.name, "email": "carl+b@example.com"}, by=BY)
    assert str(twin.uuid) in as_olga.get(page).content.decode()
    shown = as_olga.get("/office/clients/duplicates/?reason=email_key").content.decode()
    assert f"{page}merge/?with={twin.uuid}" in shown
    as_olga.post(f"{page}merge/", {"with": str(twin.uuid)})
    twin.refresh_from_db()
    assert twin.merged_into == carls_client
    merge = carls_client.merges.get()
    assert as_olga.get(f"/office/clients/{twin.uuid}/").status_code == 200
    assert as_olga.get(f"/office/clients/{twin.uuid}/edit/").status_code == 404
    as_olga.post(f"{page}merge/{merge.uuid}/undo/")
    twin.refresh_from_db()
    assert twin.merged_into is None


def test_groups_tags_and_fields_are_kept_by_page(in_reseller: Any, as_olga: Any) -> None:
    here = "/office/clients/sorting/"
    as_olga.post(f"{here}groups/new/", {"name": "Wholesale", "tone": "info", "position": "0"})
    again = as_olga.post(f"{here}groups/new/", {"name": "WHOLESALE", "tone": "info", "position": "0"})
    as_olga.post(f"{here}tags/new/", {"name": "VIP", "tone": "pos"})
    field = {"label": "Size", "kind": "choice", "choices": "S\nM\nS", "position": "0"}
    as_olga.post(f"{here}fields/new/", field)
    assert (again.status_code, ClientGroup.objects.count()) == (200, 1)
    assert CustomField.objects.get().choices == ["S", "M"]
    shown = as_olga.get(here).content.decode()
    for words in ("Wholesale", "VIP", "Size"):
        assert words in shown
