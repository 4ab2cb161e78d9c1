"""Disputes as who runs the programme reads and answers them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.paging import page_of

from ..cards import OwnEarning
from ..link_forms import AnswerForm
from ..members import dispute_counts, disputes
from ..models import Dispute, DisputeStatus
from ..rows import earning_row
from ..verbs.disputes import answer_dispute, read_by_office


@require_safe
def office_disputes(request: HttpRequest) -> HttpResponse:
    """The disputes in one state; those that wait first."""
    status = request.GET.get("status", DisputeStatus.OPEN)
    status = status if status in DisputeStatus.values else DisputeStatus.OPEN
    page = page_of(disputes(status), request.GET)
    context = {"page": page, "tabs": _tabs(status)}
    return render(request, "office/affiliates/disputes.html", context)


@require_safe
def office_dispute(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _show(request, _found(uuid))


@require_POST
def office_dispute_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Answer, and close with it where that is ticked."""
    person: Any = request.user
    found, form = _found(uuid), AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    typed = form.cleaned_data
    try:
        answer_dispute(found, typed["text"], closes=typed["closes"], by=person.actor)
    except IllegalMove:
        messages.warning(request, _("This dispute is closed."))
    except OwnEarning:
        messages.error(request, _("You cannot decide on your own commission."))
    else:
        messages.success(request, _("Your answer is sent."))
    return redirect("office_dispute", uuid)


def _show(request: HttpRequest, found: Dispute, form: AnswerForm | None = None) -> HttpResponse:
    person: Any = request.user
    if found.office_read_at is None or found.changed_at > found.office_read_at:
        read_by_office(found)
    context = {
        "dispute": found,
        "earning": found.earning,
        "row": earning_row(found.earning, now()),
        "said": found.messages.order_by("pk"),
        "form": form or AnswerForm(),
        "may_edit": person.can("affiliates.edit"),
    }
    status = 422 if form and form.errors else 200
    return render(request, "office/affiliates/dispute.html", context, status=status)


def _found(uuid: UUID) -> Dispute:
    found = disputes().filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _tabs(current: str) -> list[dict[str, Any]]:
    counts = dispute_counts()
    url = reverse("office_disputes")
    return [
        {
            "label": label,
            "url": f"{url}?status={status}",
            "count": counts.get(status, 0),
            "current": status == current,
        }
        for status, label in DisputeStatus.choices
    ]
