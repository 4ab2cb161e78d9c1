"""Tickets in the portal and in the office, by their pages."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenant_apps.clients.models import Contact, PortalSettings
from tenant_apps.tickets.models import Attachment, Department, Ticket
from tenant_apps.tickets.verbs import Saying, TicketWish, note, open_ticket
from tenants.context import acting_in

MINE = "/my/tickets/"
OFFICE = "/office/tickets/"
HTML = b"<script>alert(1)</script>"


def test_a_client_asks_and_reads_the_answer(as_carl, as_olga, reseller, sam, browse):
    """RELIABILITY 9: a file is only ever a download. RELIABILITY 23: what is no field is not read."""
    page = as_carl.get(f"{MINE}new/")
    assert page.status_code == 200 and b"Department" not in page.content
    assert as_carl.post(f"{MINE}new/", {"subject": "x\ny", "text": ""}).status_code == 422
    typed = {"subject": "Help", "text": "<b>Now</b>", "priority": "2", "status": "closed", "assignee": "1"}
    files = {"attachments": [SimpleUploadedFile("evil.html", HTML, "text/html")]}
    answer = as_carl.post(f"{MINE}new/", typed | files)
    assert answer.status_code == 302
    with acting_in(reseller):
        ticket, file = Ticket.objects.get(), Attachment.objects.get()
        assert (ticket.status, ticket.assignee) == ("open", None)
    thread = as_olga.get(f"{OFFICE}{ticket.uuid}/")
    assert b"&lt;b&gt;Now&lt;/b&gt;" in thread.content
    for browser, path in ((as_carl, f"{MINE}files/"), (as_olga, f"{OFFICE}files/")):
        got = browser.get(f"{path}{file.uuid}/")
        assert (got.content, got["Content-Type"]) == (HTML, "application/octet-stream")
        assert got["Content-Disposition"] == 'attachment; filename="evil.html"'
        assert got["X-Content-Type-Options"] == "nosniff" and "sandbox" in got["Content-Security-Policy"]
    reply = {"text": "Try again.", "then": "closed"}
    assert as_olga.post(f"{OFFICE}{ticket.uuid}/answer/", reply).status_code == 302
    seen = as_carl.get(f"{MINE}{ticket.uuid}/").content
    assert b"Try again." in seen and b"The ticket is closed" in seen
    assert as_carl.post(f"{MINE}{ticket.uuid}/", {"text": "Thanks"}).status_code == 302
    as_sam = browse(sam, reseller)
    for path in (f"{MINE}{ticket.uuid}/", f"{MINE}files/{file.uuid}/"):
        assert as_sam.get(path).status_code == 404


def test_a_note_and_its_file_stay_in_the_office(ticket, as_carl, as_olga, olga, reseller):
    with acting_in(reseller):
        note(ticket, Saying("Beware", [SimpleUploadedFile("n.txt", b"n")]), by=olga.actor)
        file = Attachment.objects.get()
    assert b"Beware" in as_olga.get(f"{OFFICE}{ticket.uuid}/").content
    assert b"Beware" not in as_carl.get(f"{MINE}{ticket.uuid}/").content
    assert as_carl.get(f"{MINE}files/{file.uuid}/").status_code == 404


def test_an_accident_in_the_office_loses_nothing(ticket, as_olga):
    answer = as_olga.post(f"{OFFICE}{ticket.uuid}/answer/", {"text": ""})
    assert answer.status_code == 422
    strange = {"assignee": "nobody", "priority": "9", "department": "1"}
    assert as_olga.post(f"{OFFICE}{ticket.uuid}/handling/", strange).status_code == 422


def test_a_switch_takes_the_forms_away(ticket, as_carl, reseller):
    with acting_in(reseller):
        PortalSettings.objects.create(pk=1, may_open_tickets=False)
    assert b"Ask a question" not in as_carl.get(MINE).content
    page = as_carl.get(f"{MINE}{ticket.uuid}/").content
    assert b"<textarea" not in page
    assert f'href="{MINE}"'.encode() not in as_carl.get("/my/").content
    for address in (f"{MINE}new/", f"{MINE}{ticket.uuid}/"):
        assert as_carl.post(address, {}).status_code == 403


def test_who_may_ask_and_who_may_answer(ticket, browse, carl, adel, sam, reseller, carls_client):
    with acting_in(reseller):
        Contact.objects.filter(person=sam).delete()
        Contact.objects.create(person=sam, client=carls_client, role="technical")
        sam.__dict__.pop("client_role", None)
    assert browse(sam, reseller).get(f"{MINE}{ticket.uuid}/").status_code == 200
    assert browse(adel, reseller).get(f"{OFFICE}departments/").status_code == 403
    assert browse(adel, reseller).get(f"{OFFICE}{ticket.uuid}/").status_code == 200


def test_the_list_asks_no_more_for_more_rows(ticket, as_olga, carl, carls_client, reseller):
    def asked(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert as_olga.get(path).status_code == 200
        return len(queries)

    as_olga.get(OFFICE)
    few = asked(OFFICE), asked(f"{OFFICE}export/")
    with acting_in(reseller):
        for number in range(20):
            open_ticket(carls_client, TicketWish(f"Q{number}", Saying("?")), by=carl.actor, opened_by=carl)
    assert (asked(OFFICE), asked(f"{OFFICE}export/")) == few


def test_an_export_runs_no_formula(as_olga, carl, carls_client, reseller):
    """RELIABILITY 25."""
    with acting_in(reseller):
        open_ticket(carls_client, TicketWish("=1+1", Saying("?")), by=carl.actor, opened_by=carl)
    assert b"'=1+1" in as_olga.get(f"{OFFICE}export/").content


def test_departments_are_added_renamed_and_removed(as_olga, as_carl, reseller):
    path = f"{OFFICE}departments/"
    assert as_olga.post(path, {"name": "Sales", "is_open": "on"}).status_code == 302
    assert as_olga.post(path, {"name": "sales", "is_open": "on"}).status_code == 422
    assert b"Sales" in as_carl.get(f"{MINE}new/").content
    with acting_in(reseller):
        sales = Department.objects.get()
    assert as_olga.post(f"{path}{sales.uuid}/", {"name": "Trade"}).status_code == 302
    assert b"Trade" not in as_carl.get(f"{MINE}new/").content
    assert as_olga.post(f"{path}{sales.uuid}/removal/").status_code == 302
    assert b"Trade" not in as_olga.get(path).content
