"""Give a client more time to try a service out, from wherever the client is looked at (REQUIREMENTS S5.41)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shared_apps.trials import door as trials
from tenant_apps.clients.models import Client
from tenant_apps.clients.people import person_of
from tenant_apps.clients.typed import typed
from tenants.access import office
from tenants.context import current_tenant

from ...models import Service
from ...verbs import extend_trial


@office("trials.extend")
@require_http_methods(["GET", "POST"])
def office_client_trial(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A client's running trials, and one step more for one of them."""
    client = get_object_or_404(Client, uuid=uuid)
    if request.method == "POST":
        service = get_object_or_404(client.services.all(), uuid=_uuid(typed(request.POST, "service")))
        extend_and_tell(request, service)
        return redirect("office_client_services", uuid)
    running = trials.running_of(current_tenant().id, [client.uuid])
    return render(request, "office/clients/trial.html", {"client": client, "trials": running})


def extend_and_tell(request: HttpRequest, service: Service) -> None:
    """Extend with the reason that was typed, and say what came of it."""
    reason = typed(request.POST, "reason")
    if not reason:
        messages.error(request, _("Give a reason for the extension."))
        return
    shown = trials.shown_days(typed(request.POST, f"shown-{service.uuid}"))
    try:
        extend_trial(service, reason=reason, shown=shown, by=person_of(request).actor)
    except trials.TrialLimitReached:
        messages.error(request, _("This trial cannot be extended any further."))
    except trials.TrialExtendedMeanwhile:
        messages.error(request, _("Somebody else was faster, or this is not possible now."))
    else:
        messages.success(request, _("The trial is extended."))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
