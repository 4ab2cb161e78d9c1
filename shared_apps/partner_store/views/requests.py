"""A reseller's own requests in the office: the list, where each stands, questions answered (S4.11, S4.15–S4.19)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.paging import page_of
from shared_apps.settlement import door as settlement
from shared_apps.settlement.errors import BillNotOpen
from tenants.access import office
from tenants.context import current_tenant

from ..models import ServiceRequest
from ..request_forms import MessageForm
from ..request_mails import total_of
from ..requests import mark_seen, own_request, requests_of
from ..steps import steps_of
from ..verbs import answer, withdraw_request

Status = ServiceRequest.Status


@office("store.order")
@require_GET
def office_store_requests(request: HttpRequest) -> HttpResponse:
    """Every request that was sent, newest first."""
    status = request.GET.get("status", "")
    mine = requests_of(current_tenant().id)
    if status in Status.values:
        mine = mine.filter(status=status)
    page = page_of(mine, request.GET)
    rows = [(one, total_of(list(one.lines.all()), one.currency)) for one in page.rows]
    return render(request, "office/store/requests.html", {"page": page, "rows": rows, "tabs": _tabs(status)})


@office("store.order")
@require_GET
def office_store_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _own(uuid), MessageForm())


@office("store.order")
@require_POST
def office_store_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say more about it."""
    own, form = _own(uuid), MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, own, form, status=422)
    answer(own, form.cleaned_data["body"], by=_actor(request))
    messages.success(request, _("Your message is sent."))
    return redirect("office_store_request", uuid)


@office("store.order")
@require_POST
def office_store_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take it back before it is paid."""
    try:
        withdraw_request(_own(uuid), by=_actor(request))
    except (IllegalMove, BillNotOpen):
        messages.warning(request, _("This request was decided meanwhile."))
    else:
        messages.success(request, _("The request is withdrawn."))
    return redirect("office_store_request", uuid)


def _page(request: HttpRequest, own: ServiceRequest, form: MessageForm, *, status: int = 200) -> HttpResponse:
    # Whoever acts for somebody of the reseller's has not told them.
    if not _actor(request).acting_for:
        mark_seen(own)
    lines = list(own.lines.all())
    context = {
        "wanted": own,
        "lines": lines,
        "total": total_of(lines, own.currency),
        "steps": steps_of(own),
        "next_steps": [step for line in lines if line.is_approved for step in line.item.spoken_steps],
        "said": own.messages.all(),
        "bill": settlement.bill_card(own.bill_uuid) if own.bill_uuid else None,
        "history": history_of(own)[:50],
        "form": form,
    }
    return render(request, "office/store/request.html", context, status=status)


def _tabs(current: str) -> list[dict[str, Any]]:
    own = [
        {"label": label, "url": f"?status={value}", "current": value == current}
        for value, label in Status.choices
    ]
    return [{"label": _("All"), "url": "?", "current": current not in Status.values}, *own]


def _own(uuid: UUID) -> ServiceRequest:
    found = own_request(current_tenant().id, uuid)
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
