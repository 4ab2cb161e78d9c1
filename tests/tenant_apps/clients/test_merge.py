"""Two clients become one, and two again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps

from branding.formats import isolated
from shared_apps.kernel.client_rows import CLIENT_ROWS
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountName, EntryKind, LegDraft, post
from shared_apps.payments import door as payments
from tenant_apps.clients.duplicates import groups, like
from tenant_apps.clients.following import CannotMove
from tenant_apps.clients.models import Client, ClientMerge, Contact, Tag
from tenant_apps.clients.queries import client_of
from tenant_apps.clients.verbs import add_client
from tenant_apps.clients.verbs.merging import MergeStands, merge_clients, undo_merge
from tenant_apps.clients.verbs.notes import add_note
from tests.tenant_apps.clients.test_own_data import invoice
from tests.tenant_apps.orders.stage import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins(in_reseller: Any, carls_client: Client) -> tuple[Client, Client]:
    """Carl's client, and a second one that staff have entered for him."""
    typed = {
        "name": "Carl Client", "email": "carl+shop@example.com", "mobile": "+905321234567",
        "tax_id": "1234567890", "street": "Cadde 1", "city": "İzmir",
    }  # fmt: skip
    return carls_client, add_client(typed, by=BY)


def give_credit(client: Client, minor: int) -> None:
    amount = Money(minor, "TRY")
    legs = [
        LegDraft(AccountName("reseller_margin"), amount),
        LegDraft(AccountName("client_credit", str(client.uuid)), -amount),
    ]
    post(f"test:{uuid4()}", kind=EntryKind.OTHER, legs=legs)


def test_likeness_is_found_by_address_and_name(twins: tuple[Client, Client]) -> None:
    carl, twin = twins
    [found] = like(carl)
    assert found.client == twin
    assert [str(why) for why in found.reasons] == ["Same e-mail address", "Same name"]
    assert [sorted(one.pk for one in group.clients) for group in groups("email_key")] == [[carl.pk, twin.pk]]


def test_a_slip_of_the_pen_is_a_similar_name(in_reseller: Any) -> None:
    aras = add_client({"name": "Aras Lojistik Ltd. Şti.", "email": "a@x.example"}, by=BY)
    slip = add_client({"name": "Aras Lojstik", "email": "b@y.example"}, by=BY)
    other = add_client({"name": "Aras Kargo", "email": "c@z.example"}, by=BY)
    assert [one.client for one in like(aras)] == [slip]
    assert other not in [one.client for one in like(aras)]


def test_everything_of_the_one_goes_to_the_other(twins: tuple[Client, Client]) -> None:
    carl, twin = twins
    note = add_note(twin, text="Likes to be called", by=BY)
    twin.tags.add(Tag.objects.create(name="VIP"))
    give_credit(twin, 2500)
    merge = merge_clients(carl, twin, by=BY)
    for row in (carl, twin, note):
        row.refresh_from_db()
    assert note.client == carl
    assert (carl.mobile, carl.tax_id, carl.city, carl.email) == (
        "+905321234567", "1234567890", "İzmir", "carl@example.com",
    )  # fmt: skip
    assert (twin.state, twin.mobile, twin.merged_into) == ("merged", "", carl)
    assert [tag.name for tag in carl.tags.all()] == ["VIP"]
    assert payments.credit_balance(carl.uuid, "TRY") == Money(2500, "TRY")
    assert not payments.credit_balance(twin.uuid, "TRY")
    assert twin not in Client.objects.present()
    assert merge.moved["rows"]["clients.Note.client"]["keys"] == [note.pk]


def test_it_is_taken_back_to_the_letter(twins: tuple[Client, Client]) -> None:
    carl, twin = twins
    note = add_note(twin, text="Hers", by=BY)
    give_credit(twin, 2500)
    before = Client.objects.filter(pk__in=[carl.pk, twin.pk]).order_by("pk").values()
    kept = list(before)
    undo_merge(merge_clients(carl, twin, by=BY), by=BY)
    note.refresh_from_db()
    assert list(before.all()) == kept
    assert note.client == twin
    assert payments.credit_balance(twin.uuid, "TRY") == Money(2500, "TRY")


def test_a_person_of_both_is_there_once_and_again_twice(twins: tuple[Client, Client], carl: Any) -> None:
    kept, twin = twins
    Contact.objects.create(person=carl, client=twin, role=Contact.Role.BILLING)
    merge = merge_clients(kept, twin, by=BY)
    assert [(one.client, one.role) for one in Contact.objects.filter(person=carl)] == [(kept, "owner")]
    assert client_of(carl) == kept
    undo_merge(merge, by=BY)
    assert Contact.objects.filter(person=carl).count() == 2


def test_spent_credit_keeps_a_merge(twins: tuple[Client, Client]) -> None:
    carl, twin = twins
    give_credit(twin, 2500)
    merge = merge_clients(carl, twin, by=BY)
    give_credit(carl, -2000)
    with pytest.raises(CannotMove, match="spent"):
        undo_merge(merge, by=BY)


def test_an_old_merge_stays(twins: tuple[Client, Client]) -> None:
    merge = merge_clients(*twins, by=BY)
    ClientMerge.objects.filter(pk=merge.pk).update(at=now() - timedelta(days=31))
    with pytest.raises(MergeStands):
        undo_merge(merge, by=BY)


def test_odd_pairs_are_refused(twins: tuple[Client, Client]) -> None:
    carl, twin = twins
    with pytest.raises(CannotMove):
        merge_clients(carl, carl, by=BY)
    merge_clients(carl, twin, by=BY)
    with pytest.raises(CannotMove):
        merge_clients(carl, twin, by=BY)


def test_no_shared_table_with_clients_is_forgotten() -> None:
    """Whoever adds a table with a client's uuid says what becomes of it in a merge."""
    with_clients = {
        model._meta.label
        for model in apps.get_models()
        if any(field.name == "client_uuid" for field in model._meta.concrete_fields)
    }
    assert with_clients == set(CLIENT_ROWS)


def test_a_merge_that_stands_says_what_stands_on_it(twins: tuple[Client, Client], as_olga: Any) -> None:
    carl, twin = twins
    invoice(twin, "A-1", days=5)
    merge = merge_clients(carl, twin, by=BY)
    invoice(carl, "A-2", days=5)
    with pytest.raises(MergeStands) as refused:
        undo_merge(merge, by=BY)
    assert refused.value.what == f"Invoice {isolated('A-2')}"
    shown = as_olga.post(f"/office/clients/{carl.uuid}/merge/{merge.uuid}/undo/", follow=True)
    assert "A-2" in shown.content.decode()
