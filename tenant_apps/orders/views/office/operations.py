"""The office's tasks: what is set up by hand, what a provisioner declined, what is being asked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.keyset import page_of
from tenant_apps.clients.people import person_of
from tenant_apps.clients.typed import typed
from tenants.access import office

from ...errors import OperationNotOpen
from ...models import ServiceOperation
from ...queries import waiting_operations
from ...verbs import finish_by_hand, try_again
from .tables import status_tabs

Status = ServiceOperation.Status
_TABS: dict[str, Q] = {
    "manual": Q(is_manual=True, status=Status.SENT),
    "declined": Q(status=Status.DECLINED),
    "unknown": Q(status__in=[Status.UNKNOWN, Status.NONE]) | Q(status=Status.SENT, is_manual=False),
    "done": Q(status=Status.DONE),
}


@office("services.view")
@require_GET
def office_operations(request: HttpRequest) -> HttpResponse:
    """What waits for staff, oldest first; by tab also what is asked and what is done."""
    tab = request.GET.get("status", "")
    page = page_of(_rows(tab), request.GET, order="-created_at" if tab == "done" else "created_at")
    choices = [
        ("manual", _("By hand")),
        ("declined", _("Declined")),
        ("unknown", _("Being checked")),
        ("done", _("Done")),
    ]
    context = {
        "page": page,
        "tabs": status_tabs(request.GET, choices),
        "can_edit": person_of(request).can("services.edit"),
    }
    return render(request, "office/services/operations.html", context)


@office("services.edit")
@require_POST
def office_operation_again(request: HttpRequest, uuid: UUID, operation: int) -> HttpResponse:
    """Tell the provisioner anew what it declined."""
    found = _operation(uuid, operation)
    try:
        try_again(found, by=person_of(request).actor)
        messages.success(request, _("The provisioner is asked again."))
    except OperationNotOpen:
        messages.error(request, _("Somebody else was faster, or this is not possible now."))
    return _back(request, found)


@office("services.edit")
@require_POST
def office_operation_answer(request: HttpRequest, uuid: UUID, operation: int) -> HttpResponse:
    """A task is done, or will not be; that needs a reason."""
    found = _operation(uuid, operation)
    is_done, note = "done" in request.POST, typed(request.POST, "note")
    if not (is_done or note):
        messages.error(request, _("Give a reason."))
        return _back(request, found)
    try:
        finish_by_hand(found, done=is_done, note=note, by=person_of(request).actor)
        messages.success(request, _("The task is done.") if is_done else _("The task is declined."))
    except OperationNotOpen:
        messages.error(request, _("Somebody else was faster, or this is not possible now."))
    return _back(request, found)


def _rows(tab: str) -> QuerySet[ServiceOperation]:
    rows = ServiceOperation.objects.filter(_TABS[tab]) if tab in _TABS else waiting_operations()
    return rows.select_related("service__client")


def _operation(uuid: UUID, pk: int) -> ServiceOperation:
    """One task of a service: its number alone means another task at each reseller."""
    tasks = ServiceOperation.objects.select_related("service")
    return get_object_or_404(tasks, service__uuid=uuid, pk=pk)


def _back(request: HttpRequest, operation: ServiceOperation) -> HttpResponse:
    if request.POST.get("from") == "service":
        return redirect("office_service", operation.service.uuid)
    return redirect("office_operations")
