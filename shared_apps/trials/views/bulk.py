"""Extend many trials: choose on the board, confirm with a reason, watch it go."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenants.access import console

from .. import queries
from ..models import BulkExtension, BulkItem, TrialRow
from ..verbs import begin_bulk, retry_bulk
from .trial import reason_of

SHOWN = 100


@console("trials.extend")
@require_POST
def console_bulk_confirmation(request: HttpRequest) -> HttpResponse:
    """What would be extended, and the reason that is asked for; nothing is changed."""
    return _confirm(request)


@console("trials.extend")
@require_POST
def console_bulk_start(request: HttpRequest) -> HttpResponse:
    """Begin, and go to where it can be watched."""
    trials, reason, key, person = _meant(request), reason_of(request), _key_of(request), request.user
    if key is None:
        return _confirm(request)
    if not reason:
        return _confirm(request, error=_("Give a reason for the extension."))
    bulk = begin_bulk(trials, reason=reason, key=key, by=person.actor)  # type: ignore[union-attr]
    return redirect("console_bulk", bulk.uuid)


@console("trials.view")
@require_GET
def console_bulk(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far it is, and what came of each trial."""
    return render(request, "console/trials/bulk.html", _progress(_found(uuid)))


@console("trials.view")
@require_GET
def console_bulk_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The part of the page that asks for itself again until all is done."""
    context = _progress(_found(uuid))
    response = render(request, "console/trials/_bulk_progress.html", context)
    if context["is_complete"]:
        response["HX-Refresh"] = "true"  # the table around it is old now
    return response


@console("trials.extend")
@require_POST
def console_bulk_retry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Try those again that failed."""
    person: Any = request.user
    retry_bulk(_found(uuid), by=person.actor)
    return redirect("console_bulk", uuid)


def _confirm(request: HttpRequest, error: str = "") -> HttpResponse:
    trials = _meant(request)
    total = trials.count()
    if not total:
        messages.info(request, _("Choose trials that are running."))
        return redirect("console_trials")
    context = {
        "trials": trials.order_by("ends_at", "pk")[:SHOWN],
        "total": total,
        "at_limit": trials.filter(total_days__gt=F("max_days") - F("step_days")).count(),
        "ticked": request.POST.getlist("trial"),
        "everything": _is_everything(request),
        "wish": queries.wish_of(request.POST),
        "error": error,
        "key": _key_of(request) or uuid4(),
    }
    return render(request, "console/trials/confirmation.html", context, status=422 if error else 200)


def _meant(request: HttpRequest) -> QuerySet[TrialRow]:
    """The running trials that are ticked, or all that fit the board's filters."""
    if _is_everything(request):
        return queries.trials(queries.wish_of(request.POST)).filter(status=TrialRow.Status.RUNNING)
    return queries.chosen(request.POST.getlist("trial"))


def _is_everything(request: HttpRequest) -> bool:
    return request.POST.get("everything") == "1"


def _key_of(request: HttpRequest) -> UUID | None:
    """The key that the confirmation gave its form; it makes the decision one."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _progress(bulk: BulkExtension) -> dict[str, Any]:
    counts = queries.outcomes(bulk)
    finished = bulk.total - counts[BulkItem.Status.WAITING]
    items = bulk.items.exclude(status=BulkItem.Status.WAITING).select_related("trial__tenant")
    # What needs somebody stands first: failed, refused, done.
    return {
        "bulk": bulk,
        "counts": counts,
        "finished": finished,
        "is_complete": finished == bulk.total,
        "items": items.order_by("-status", "pk")[:SHOWN],
    }


def _found(uuid: UUID) -> BulkExtension:
    return get_object_or_404(BulkExtension, uuid=uuid)
