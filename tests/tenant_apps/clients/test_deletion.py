"""A client leaves: refused, planned, taken back, erased."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection

from shared_apps.agenda.models import Entry
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.payments.models import Payment
from tenant_apps.accounts.models import Event, User
from tenant_apps.clients.following import CannotMove
from tenant_apps.clients.models import Client, Contact, Note
from tenant_apps.clients.verbs import add_client
from tenant_apps.clients.verbs.deletion import StillOpen, delete_client, erase_when_due, grace, keep_client
from tenant_apps.clients.verbs.merging import MergeStands, merge_clients, undo_merge
from tenant_apps.clients.verbs.notes import add_note
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.verbs import Recipient, send_mail
from tenant_apps.orders.models import Invoice
from tenants.context import acting_in, current_tenant
from tests.tenant_apps.clients.test_merge import give_credit
from tests.tenant_apps.clients.test_own_data import invoice
from tests.tenant_apps.orders.stage import BY

pytestmark = pytest.mark.django_db


def erase(client: Client) -> None:
    at = delete_client(client, by=BY)
    erase_when_due(client, at.isoformat(), by=BY)
    client.refresh_from_db()


def test_credit_stands_against_it(in_reseller: Any, carls_client: Client) -> None:
    give_credit(carls_client, 2500)
    with pytest.raises(StillOpen) as refused:
        delete_client(carls_client, by=BY)
    assert [one.label for one in refused.value.obstacles] == ["Account credit: ₺25.00"]
    carls_client.refresh_from_db()
    assert (carls_client.status, carls_client.deletes_at) == ("active", None)


def test_it_waits_thirty_days_and_is_taken_back(in_reseller: Any, carls_client: Client) -> None:
    at = delete_client(carls_client, reason="Asked for it", by=BY)
    assert grace() == timedelta(days=30)
    assert (carls_client.state, carls_client.status) == ("leaving", "closed")
    assert Entry.objects.get(task="clients.erase").due_at == at
    assert MailMessage.objects.get(template="clients/deletion_planned").to_email == "carl@example.com"
    with pytest.raises(IllegalMove):
        delete_client(carls_client, by=BY)
    keep_client(carls_client, by=BY)
    assert carls_client.state == "active"
    erase_when_due(carls_client, at.isoformat(), by=BY)
    carls_client.refresh_from_db()
    assert carls_client.erased_at is None


def test_a_closed_client_that_is_kept_stays_closed(in_reseller: Any, carls_client: Client) -> None:
    carls_client.move("closed", by=BY)
    delete_client(carls_client, by=BY)
    keep_client(carls_client, by=BY)
    assert carls_client.status == "closed"


def test_what_came_in_the_grace_puts_it_off(in_reseller: Any, carls_client: Client) -> None:
    at = delete_client(carls_client, by=BY)
    give_credit(carls_client, 100)
    erase_when_due(carls_client, at.isoformat(), by=BY)
    carls_client.refresh_from_db()
    assert carls_client.erased_at is None
    assert carls_client.deletes_at and carls_client.deletes_at > at - timedelta(days=30)
    assert history_of(carls_client)[0].verb == "put deletion off"


def test_nothing_is_left_that_tells_who_it_was(in_reseller: Any, carl: User, carls_client: Client) -> None:
    """The account, its sessions and its mails go; that a client was erased stays in the log."""
    session = Session.objects.create(session_key="s" * 32, session_data="x", expire_date="2030-01-01T00:00Z")
    UserSession.objects.create(user=carl, session_key=session.session_key, ip="127.0.0.1", data={})
    add_note(carls_client, text="Secret", by=BY)
    send_mail("orders/refund_made", to=Recipient(carl.email, "Carl"), context={"number": "1"}, key="one")
    MailMessage.objects.update(status="sent", subject="Hello Carl")
    erase(carls_client)
    assert (carls_client.name, carls_client.email, carls_client.state) == ("–", "", "erased")
    assert not User.objects.filter(pk=carl.pk).exists()
    assert not EmailAddress.objects.filter(email=carl.email).exists()
    assert not Session.objects.filter(pk=session.pk).exists()
    assert not Note.objects.exists()
    mail = MailMessage.objects.get(key="one")
    assert (mail.to_email, mail.to_name, mail.subject, mail.context) == ("", "", "", {})
    assert not Event.objects.filter(subject_label__icontains="carl").exists()
    assert not Event.objects.filter(actor_label__icontains="carl").exists()
    assert history_of(carls_client)[0].verb == "erase"
    assert carls_client not in Client.objects.present()


def test_a_payment_forgets_whom_it_was_asked_of(in_reseller: Any, carls_client: Client) -> None:
    asked = {"email": "carl@example.com", "description": "Hosting (carl.example)", "language": "en"}
    paid = Payment.objects.create(
        tenant_id=current_tenant().id,
        invoice_uuid=uuid4(),
        invoice_number="A-1",
        client_uuid=carls_client.uuid,
        client_name="Carl",
        gateway="hand",
        amount_minor=1,
        currency="TRY",
        status="settled",
        started_at=now(),
        wish=asked,
    )
    erase(carls_client)
    paid.refresh_from_db()
    assert (paid.client_name, paid.wish) == ("", {"email": "", "description": "", "language": "en"})


def test_a_person_of_two_clients_stays(in_reseller: Any, carl: User, carls_client: Client) -> None:
    other = add_client({"name": "Second", "email": "second@example.com"}, by=BY)
    Contact.objects.create(person=carl, client=other)
    erase(carls_client)
    assert Contact.objects.get(person=carl).client == other
    assert MailMessage.objects.filter(to_email=carl.email).exists()


def test_a_persons_account_leaves_a_resellers_schema(in_reseller: Any, carl: User) -> None:
    """The operator alone has tables of issued tokens: Django's cascade would ask for them here."""
    Contact.objects.filter(person=carl).delete()
    carl.delete()
    assert not User.objects.filter(email="carl@example.com").exists()


def test_who_was_merged_into_it_is_erased_with_it(in_reseller: Any, carls_client: Client) -> None:
    twin = add_client({"name": "Carl Klient", "email": "twin@example.com", "mobile": "+905321234567"}, by=BY)
    merge = merge_clients(carls_client, twin, by=BY)
    carls_client.refresh_from_db()
    erase(carls_client)
    twin.refresh_from_db()
    merge.refresh_from_db()
    assert (twin.name, twin.email, twin.mobile, carls_client.mobile, merge.moved) == ("–", "", "", "", {})
    with pytest.raises(MergeStands):
        undo_merge(merge, by=BY)


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_and_an_erasure_that_is_taken_back(reseller: Any, carls_client: Client) -> None:
    """Each into the other at the same moment: one wins. Keeping and erasing at once: one of both, never half."""
    with acting_in(reseller):
        twin = add_client({"name": "Carl Klient", "email": "twin@example.com"}, by=BY)

    def merge(kept: int, merged: int) -> None:
        merge_clients(Client.objects.get(pk=kept), Client.objects.get(pk=merged), by=BY)

    pairs = [(carls_client.pk, twin.pk), (twin.pk, carls_client.pk)]
    assert at_once(reseller, [lambda pair=pair: merge(*pair) for pair in pairs]) == ["CannotMove", "done"]
    with acting_in(reseller):
        kept = Client.objects.present().get(pk__in=[carls_client.pk, twin.pk])
        at = delete_client(kept, by=BY).isoformat()
    outcomes = at_once(reseller, [lambda: keep_client(kept, by=BY), lambda: erase_when_due(kept, at, by=BY)])
    with acting_in(reseller):
        kept.refresh_from_db()
        assert (outcomes, kept.state) in [(["done", "done"], "active"), (["IllegalMove", "done"], "erased")]


def at_once(tenant: Any, deeds: list[Any]) -> list[str]:
    gate = Barrier(len(deeds))

    def run(deed: Any) -> str:
        try:
            with acting_in(tenant):
                gate.wait(5)
                deed()
                return "done"
        except (CannotMove, IllegalMove) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def test_who_was_billed_is_blanked_and_the_invoice_keeps_its_own_words(
    in_reseller: Any, carls_client: Client
) -> None:
    """The law keeps the invoice; an invoice of old, which does not say to whom it was issued, keeps its client."""
    words = {"name": carls_client.name, "email": carls_client.email}
    issued = invoice(carls_client, "A-1", days=5)
    Invoice.objects.filter(pk=issued.pk).update(status="void")
    twin = add_client({"name": "Carl Klient", "email": "twin@example.com"}, by=BY)
    old = invoice(twin, "A-2", days=5)
    Invoice.objects.filter(pk=old.pk).update(status="void")
    Invoice.objects.filter(pk=issued.pk).update(billed_to=words)
    erase(carls_client)
    erase(twin)
    assert (carls_client.name, twin.name) == ("–", "Carl Klient")
    assert Invoice.objects.get(pk=issued.pk).billed.billing_name == words["name"]
