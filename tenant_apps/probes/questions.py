"""What each client has asked: with a file, an answer and a note; and where questions are sent."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from shared_apps.isolation.door import plants
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenant_apps.tickets.models import Department
from tenant_apps.tickets.verbs import Saying, TicketWish, answer, note, open_ticket, save_department

from .people import BY, CLIENTS, address


@plants("tickets")
def tickets(word: str) -> None:
    """One ticket of each client in a department of the tenant's own."""
    department = Department.objects.filter(name=f"Desk {word}").first() or Department(name=f"Desk {word}")
    save_department(department, by=BY)
    staff = User.objects.get(email=address(word, "support"))
    for number in CLIENTS:
        asked = User.objects.get(email=address(word, number))
        file = SimpleUploadedFile(f"{word}.txt", f"file {word} {number}".encode())
        wish = TicketWish(f"Question {word} {number}", Saying(f"Asked {word}", [file]), department)
        client = Client.objects.get(email=asked.email)
        ticket = open_ticket(client, wish, by=asked.actor, opened_by=asked)
        answer(ticket, Saying(f"Answered {word}"), by=staff.actor)
        note(ticket, Saying(f"Noted {word}"), by=staff.actor)
