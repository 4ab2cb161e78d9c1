"""Clients that leave, and clients that are one (REQUIREMENTS S3.5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import office

from .. import duplicates
from ..following import CannotMove
from ..models import Client, ClientMerge
from ..obstacles import obstacles_of
from ..page_forms import LeaveForm
from ..people import person_of
from ..queries import clients_like, what_would_move
from ..sections import url_of
from ..typed import typed
from ..verbs.deletion import StillOpen, delete_client, grace, keep_client
from ..verbs.merging import MergeStands, merge_clients, undo_merge
from .page import present_or_404

_FOUND = 8


@office("clients.delete")
@require_http_methods(["GET", "POST"])
def office_client_deletion(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is open with a client; where nothing is, delete it after a grace."""
    client = present_or_404(uuid)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            delete_client(client, reason=form.cleaned_data["reason"], by=person_of(request).actor)
        except StillOpen:
            messages.error(request, _("Something is still open with this client."))
        except IllegalMove:
            messages.warning(request, _("This client is being deleted already."))
            return redirect("office_client", uuid)
        else:
            messages.success(
                request, _("The client is closed and will be erased. You can undo that until then.")
            )
            return redirect("office_client", uuid)
    open_things = [(one.label, url_of(one.section, client)) for one in obstacles_of(client)]
    context = {"client": client, "form": form, "open_things": open_things, "days": grace().days}
    return render(request, "office/clients/deletion.html", context)


@office("clients.delete")
@require_POST
def office_client_deletion_undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a planned deletion back."""
    try:
        keep_client(present_or_404(uuid), by=person_of(request).actor)
    except IllegalMove:
        messages.warning(request, _("No deletion is planned for this client."))
    else:
        messages.success(request, _("The client stays."))
    return redirect("office_client", uuid)


@office("clients.view")
@require_GET
def office_client_duplicates(request: HttpRequest) -> HttpResponse:
    """Clients that may be one and the same."""
    reason = typed(request.GET, "reason")
    tabs = [("", _("All")), *((key, str(label)) for key, label in duplicates.REASONS.items())]
    context = {
        "alike": list(duplicates.groups(reason)),
        "tabs": [{"label": label, "url": f"?reason={key}", "current": key == reason} for key, label in tabs],
    }
    return render(request, "office/clients/duplicates.html", context)


@office("clients.delete")
@require_http_methods(["GET", "POST"])
def office_client_merge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose the client that is this one too, see what would move, and merge it into this one."""
    kept = present_or_404(uuid)
    other = _chosen(request.POST.get("with") or request.GET.get("with", ""), kept)
    if request.method == "POST" and other:
        try:
            merge_clients(kept, other, by=person_of(request).actor)
        except CannotMove as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s is merged into this client.") % {"name": other.name})
            return redirect("office_client", uuid)
    return render(request, "office/clients/merge.html", _choice(request, kept, other))


@office("clients.delete")
@require_POST
def office_client_merge_undo(request: HttpRequest, uuid: UUID, merge: UUID) -> HttpResponse:
    """Make two of them again."""
    found = get_object_or_404(ClientMerge, uuid=merge, kept__uuid=uuid)
    try:
        undo_merge(found, by=person_of(request).actor)
    except MergeStands as stands:
        words = _("This can no longer be undone: %(what)s came since.") % {"what": stands.what}
        messages.error(request, words if stands.what else _("This can no longer be undone."))
    except CannotMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("They are two clients again."))
    return redirect("office_client", uuid)


def _choice(request: HttpRequest, kept: Client, other: Client | None) -> dict[str, Any]:
    text = typed(request.GET, "q")
    found = clients_like(text).filter(pk__in=Client.objects.present()).exclude(pk=kept.pk) if text else None
    return {
        "client": kept,
        "other": other,
        "moving": what_would_move(other) if other else [],
        "alike": duplicates.like(kept) if other is None else [],
        "found": found.order_by("search_name", "pk")[:_FOUND] if found is not None else None,
        "q": text,
    }


def _chosen(text: str, kept: Client) -> Client | None:
    try:
        wished = UUID(text)
    except ValueError:
        return None
    return get_object_or_404(Client.objects.present().exclude(pk=kept.pk), uuid=wished)
