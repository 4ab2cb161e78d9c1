"""A ticket from the question to its end (REQUIREMENTS S3.19, S3.28)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shared_apps.kernel.lifecycle import IllegalMove
from tenant_apps.clients.models import PortalSettings
from tenant_apps.clients.portal import SwitchedOff
from tenant_apps.notices.models import MailMessage
from tenant_apps.tickets import verbs
from tenant_apps.tickets.attachments import MOST_FILES, safe_name
from tenant_apps.tickets.errors import (
    AttachmentRefused,
    DepartmentInUse,
    NotOnStaff,
    TooManyTickets,
)
from tenant_apps.tickets.models import Department, Message, Priority, Ticket
from tenant_apps.tickets.queries import TicketFilter, awaiting_client, tickets_for_list
from tenant_apps.tickets.verbs import Saying, TicketWish, answer, ask, close, hand_to, note, open_ticket


def mails(template):
    return list(MailMessage.objects.filter(template=f"tickets/{template}").values_list("to_email", flat=True))


def test_the_turn_goes_back_and_forth(ticket, in_reseller, carl, olga, carls_client):
    assert (ticket.status, mails("opened")) == ("open", ["carl@example.com"])
    assert set(mails("opened_staff")) == {"olga@example.com", "adel@example.com"}
    answer(ticket, Saying("Like this."), by=olga.actor)
    ticket.refresh_from_db()
    assert (ticket.status, mails("answered")) == ("answered", ["carl@example.com"])
    assert list(awaiting_client(carls_client)) == [ticket]
    ask(ticket, Saying("And then?"), by=carl.actor)
    verbs.put_aside(ticket, by=olga.actor)
    ticket.refresh_from_db()
    assert ticket.status == "waiting"
    answer(ticket, Saying("Done."), by=olga.actor, then=Ticket.Status.CLOSED)
    ticket.refresh_from_db()
    assert ticket.is_closed and ticket.closed_at
    with pytest.raises(IllegalMove):
        verbs.put_aside(ticket, by=olga.actor)
    ask(ticket, Saying("Not quite."), by=carl.actor)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.closed_at) == ("open", None)
    assert [one.side for one in ticket.messages.order_by("pk")] == [
        "client", "staff", "client", "staff", "client",
    ]  # fmt: skip


def test_a_form_sent_twice_says_it_once(ticket, in_reseller, carl, carls_client, olga):
    again = Saying("Again?", key=uuid4())
    for _ in range(2):
        ask(ticket, again, by=carl.actor)
    assert Message.objects.filter(text="Again?").count() == 1
    wish = TicketWish("Once", Saying("Only once.", key=uuid4()))
    first, second = (open_ticket(carls_client, wish, by=carl.actor, opened_by=carl) for _ in range(2))
    assert first == second
    said = Saying("Yes.", key=uuid4())
    for _ in range(2):
        answer(ticket, said, by=olga.actor)
        note(ticket, said, by=olga.actor)
    assert len(mails("answered")) == 1


def test_questions_go_to_whoever_looks_after_the_ticket(ticket, in_reseller, adel, carl, olga):
    hand_to(ticket, assignee=adel, department=None, priority=Priority.URGENT, by=olga.actor)
    ask(ticket, Saying("Hello?"), by=carl.actor)
    assert mails("asked_staff") == ["adel@example.com"]
    with pytest.raises(NotOnStaff):
        hand_to(ticket, assignee=carl, department=None, priority=Priority.LOW, by=olga.actor)


def test_staff_open_a_ticket_for_a_client(in_reseller, olga, carls_client):
    ticket = open_ticket(carls_client, TicketWish("Your domain", Saying("It ends soon.")), by=olga.actor)
    assert (ticket.status, ticket.messages.get().side) == ("answered", "staff")
    assert mails("answered") == ["carl@example.com"] and not mails("opened_staff")


def test_closing_tells_the_client_once(ticket, in_reseller, olga, carl):
    for _ in range(2):
        close(ticket, by=olga.actor, tells_client=True)
    assert mails("closed") == ["carl@example.com"]
    verbs.reopen(ticket, by=carl.actor)
    verbs.reopen(ticket, by=carl.actor)
    ticket.refresh_from_db()
    assert ticket.status == "open"


def test_what_is_switched_off_is_refused_to_clients_alone(ticket, in_reseller, carl, olga, carls_client):
    PortalSettings.objects.create(pk=1, may_open_tickets=False)
    wish = TicketWish("New", Saying("?"))
    for attempt in (
        lambda: open_ticket(carls_client, wish, by=carl.actor, opened_by=carl),
        lambda: ask(ticket, Saying("?"), by=carl.actor),
        lambda: verbs.reopen(ticket, by=carl.actor),
    ):
        with pytest.raises(SwitchedOff):
            attempt()
    answer(ticket, Saying("Yes."), by=olga.actor)


def test_limits_of_tickets_and_files(ticket, in_reseller, carl, carls_client, monkeypatch):
    """RELIABILITY 28."""
    small = [SimpleUploadedFile("a.txt", b"a")]
    big = [SimpleUploadedFile("a.txt", b"a")]
    big[0].size = 6 * 1024 * 1024
    for files in (small * (MOST_FILES + 1), [SimpleUploadedFile("a", b"")], big):
        with pytest.raises(AttachmentRefused):
            ask(ticket, Saying("?", files), by=carl.actor)
    monkeypatch.setattr(verbs, "MOST_OPEN", 1)
    with pytest.raises(TooManyTickets):
        open_ticket(carls_client, TicketWish("2", Saying("?")), by=carl.actor, opened_by=carl)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\note\r\n.txt", "note_.txt"),
        ('a";x=".html', "a_x_.html"),
        ("", "file"),
        ("نامه.pdf", "نامه.pdf"),
    ],
)
def test_names_of_files_are_plain(given, kept):
    assert safe_name(given) == kept


def test_a_department_with_tickets_stays(ticket, in_reseller, olga):
    desk = Department(name="Desk")
    verbs.save_department(desk, by=olga.actor)
    hand_to(ticket, assignee=None, department=desk, priority=Priority.NORMAL, by=olga.actor)
    with pytest.raises(DepartmentInUse):
        verbs.remove_department(desk, by=olga.actor)


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({"text": "MAILBOX"}, 1),
        ({"text": "carl"}, 1),
        ({"text": "#{pk}"}, 1),
        ({"text": "nothing"}, 0),
        ({"status": "closed"}, 0),
        ({"status": "'"}, 1),
        ({"priority": "4"}, 0),
        ({"department": "9" * 40}, 0),
        ({"assignee": "nobody"}, 1),
        ({"assignee": "mine"}, 0),
    ],
)
def test_the_list_is_narrowed(ticket, in_reseller, olga, wish, found):
    """RELIABILITY 35: values that name nothing are left out."""
    wished = {name: value.format(pk=ticket.pk) for name, value in wish.items()}
    assert tickets_for_list(TicketFilter(**wished), reader=olga).count() == found
