"""A client's page in the office: profile, account, people, addresses, notes, mails."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.keyset import page_of
from shared_apps.payments import door as payments
from tenants.access import office

from ..custom import shown_of
from ..duplicates import like
from ..forms import AccountForm
from ..models import Client, Note
from ..page_forms import NoteForm
from ..people import person_of
from ..queries import contacts_for, mails_to
from ..verbs import edit_client
from ..verbs.notes import add_note, edit_note, remove_note


@office("clients.view")
@require_GET
def office_client(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is known of a client, who signs in for it, and who it may be as well."""
    clients = Client.objects.select_related("group", "merged_into").prefetch_related("tags")
    client = get_object_or_404(clients, uuid=uuid)
    context = {
        "client": client,
        "contacts": contacts_for(client),
        "own_fields": shown_of(client),
        "pinned": client.notes.filter(is_pinned=True).order_by("-created_at")[:3],
        "credit": payments.credit_balance(client.uuid, client.currency),
        "alike": like(client) if client.state == "active" else [],
        "merges": [merge for merge in client.merges.select_related("merged") if merge.may_be_undone],
    }
    return render(request, "office/clients/profile.html", context)


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_account(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How the reseller deals with a client: group, tags, currency, tax and billing."""
    client = present_or_404(uuid)
    form = AccountForm(request.POST or None, instance=client)
    if request.method == "POST" and form.is_valid():
        edit_client(client, form.cleaned_data, by=person_of(request).actor)
        messages.success(request, _("The changes are saved."))
        return redirect("office_client", uuid)
    return render(request, "office/clients/account.html", {"client": client, "form": form})


@office("clients.view")
@require_http_methods(["GET", "POST"])
def office_client_notes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What staff wrote about a client, pinned ones first."""
    client = get_object_or_404(Client, uuid=uuid)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        writing_allowed(request, client)
        add_note(client, **form.cleaned_data, by=person_of(request).actor)
        return redirect("office_client_notes", uuid)
    pinned = client.notes.filter(is_pinned=True).order_by("-created_at", "-pk")
    page = page_of(client.notes.filter(is_pinned=False), request.GET, order="-created_at")
    context = {"client": client, "form": form, "pinned": pinned, "page": page}
    return render(request, "office/clients/notes.html", context)


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_note(request: HttpRequest, uuid: UUID, note: UUID) -> HttpResponse:
    """Change a note."""
    written = get_object_or_404(Note.objects.select_related("client"), uuid=note, client__uuid=uuid)
    form = NoteForm(request.POST or None, instance=written)
    if request.method == "POST" and form.is_valid():
        edit_note(Note.objects.get(pk=written.pk), **_told(form.cleaned_data), by=person_of(request).actor)
        return redirect("office_client_notes", uuid)
    return render(
        request, "office/clients/note.html", {"client": written.client, "note": written, "form": form}
    )


@office("clients.edit")
@require_POST
def office_client_note_removal(request: HttpRequest, uuid: UUID, note: UUID) -> HttpResponse:
    remove_note(get_object_or_404(Note, uuid=note, client__uuid=uuid), by=person_of(request).actor)
    return redirect("office_client_notes", uuid)


@office("mail.view")
@require_GET
def office_client_mails(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The mails that went to a client's address and to its people."""
    client = get_object_or_404(Client, uuid=uuid)
    page = page_of(mails_to(client), request.GET, order="-created_at")
    return render(request, "office/clients/mails.html", {"client": client, "page": page})


def present_or_404(uuid: UUID) -> Client:
    """A client that can still be changed: neither erased nor merged."""
    return get_object_or_404(Client.objects.present(), uuid=uuid)


def writing_allowed(request: HttpRequest, client: Client) -> None:
    """Refuse to write for who may only look, and on a client that is gone."""
    if not person_of(request).can("clients.edit") or client.state in ("erased", "merged"):
        raise Http404


def _told(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {"text": cleaned["text"], "is_pinned": cleaned["is_pinned"]}
