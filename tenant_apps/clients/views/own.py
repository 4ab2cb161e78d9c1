"""What the client portal has of a client's own: files from the office, its data, and leaving."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.actor import only_oneself
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.papers import paper_answer
from tenants.access import client

from ..models import ClientDocument, ClientExport
from ..obstacles import obstacles_of
from ..people import person_of
from ..queries import client_or_404, shared_documents
from ..typed import typed
from ..verbs.deletion import StillOpen, delete_client, grace, keep_client
from ..verbs.take_along import KEPT_FOR, TooSoon, ask_for_export


@client("client.documents")
@require_GET
def client_files(request: HttpRequest) -> HttpResponse:
    """What the office shares with the client."""
    mine = client_or_404(person_of(request))
    return render(request, "client/files.html", {"files": shared_documents(mine)})


@client("client.documents")
@require_GET
def client_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One file: a picture of ours inline, anything else as a download (RELIABILITY 9)."""
    mine = client_or_404(person_of(request))
    found = get_object_or_404(ClientDocument, uuid=uuid, client=mine, is_shared=True)
    return paper_answer(found.name, found.content_type, bytes(found.content))


@client("client.data")
@require_GET
def client_data(request: HttpRequest) -> HttpResponse:
    """Take everything along, and delete the account."""
    mine = client_or_404(person_of(request))
    context = {
        "client": mine,
        "export": mine.exports.defer("content").order_by("-asked_at").first(),
        "kept_days": KEPT_FOR.days,
        "obstacles": [] if mine.deletes_at else obstacles_of(mine),
        "grace_days": grace().days,
    }
    return render(request, "client/data.html", context)


@client("client.data")
@require_POST
def client_data_export(request: HttpRequest) -> HttpResponse:
    """Have the archive made."""
    try:
        ask_for_export(client_or_404(person_of(request)), by=person_of(request).actor)
    except TooSoon:
        messages.info(request, _("You have asked a moment ago. Try again in an hour."))
    return redirect("client_data")


@client("client.data")
@require_GET
def client_data_archive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The archive itself."""
    mine = client_or_404(person_of(request))
    found = get_object_or_404(ClientExport, uuid=uuid, client=mine, content__isnull=False)
    only_oneself(person_of(request).actor)
    answer = HttpResponse(bytes(found.content or b""), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="data-{found.asked_at:%Y-%m-%d}.zip"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@client("client.data")
@require_POST
def client_deletion(request: HttpRequest) -> HttpResponse:
    """Ask for the account to be deleted after the grace."""
    person = person_of(request)
    only_oneself(person.actor)
    if "sure" not in request.POST:
        messages.error(request, _("Tick that you are sure."))
        return redirect("client_data")
    try:
        delete_client(client_or_404(person), reason=typed(request.POST, "reason"), by=person.actor)
    except StillOpen:
        messages.error(request, _("Something is still open. Close it first."))
    except IllegalMove:
        messages.info(request, _("This is on its way already."))
    return redirect("client_data")


@client("client.data")
@require_POST
def client_deletion_undo(request: HttpRequest) -> HttpResponse:
    """Stay after all."""
    person = person_of(request)
    only_oneself(person.actor)
    try:
        keep_client(client_or_404(person), by=person.actor)
    except IllegalMove:
        messages.info(request, _("No deletion is planned for this client."))
    else:
        messages.success(request, _("Your account stays."))
    return redirect("client_data")
