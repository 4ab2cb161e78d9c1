"""The bank's file: handed in, shown, agreed to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.paging import page_of

from ..errors import ResultRefused
from ..forms import ResultForm
from ..models import Finding, ImportStatus, ResultImport
from ..places import found_batch, person_of, shell
from ..verbs import confirm_import, discard_import, import_result
from .batches import show_batch

LINES = 50


@require_POST
def result_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Read a file; the next page shows what it would change."""
    batch, form = found_batch(uuid), ResultForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            source = import_result(batch, name=file.name, content=file.read(), by=person_of(request).actor)
        except ResultRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("office_payout_result", uuid, source.uuid)
    return show_batch(request, batch, result_form=form)


@require_safe
def result(request: HttpRequest, uuid: UUID, source: UUID) -> HttpResponse:
    """The file line by line: what would be applied, what not and why; later what was."""
    found = _found(uuid, source)
    wanted = request.GET.get("finding", "")
    lines = found.lines.select_related("line__withdrawal")
    if wanted in Finding.values:
        lines = lines.filter(finding=wanted)
    context = {
        **_progress(found),
        "shell": shell(),
        "tabs": _tabs(found, wanted),
        "page": page_of(lines, request.GET, size=LINES, order="position", rises=True, name="position"),
    }
    return render(request, "payouts/result.html", context)


@require_safe
def result_progress(request: HttpRequest, uuid: UUID, source: UUID) -> HttpResponse:
    context = _progress(_found(uuid, source))
    response = render(request, "payouts/_result_progress.html", context)
    if not context["is_working"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def result_confirmation(request: HttpRequest, uuid: UUID, source: UUID) -> HttpResponse:
    found = _found(uuid, source)
    try:
        confirm_import(found, by=person_of(request).actor)
    except IllegalMove:
        messages.warning(request, _("This file has moved on. Here is where it stands."))
    return redirect("office_payout_result", uuid, source)


@require_POST
def result_removal(request: HttpRequest, uuid: UUID, source: UUID) -> HttpResponse:
    try:
        discard_import(_found(uuid, source), by=person_of(request).actor)
    except IllegalMove:
        messages.warning(request, _("This file has moved on. Here is where it stands."))
        return redirect("office_payout_result", uuid, source)
    messages.success(request, _("The file is left aside; nothing was changed."))
    return redirect("office_payout_batch", uuid)


def _found(uuid: UUID, source: UUID) -> ResultImport:
    return get_object_or_404(
        ResultImport.objects.select_related("batch"), batch=found_batch(uuid), uuid=source
    )


def _progress(source: ResultImport) -> dict[str, Any]:
    fitting = source.lines.filter(finding=Finding.FITS)
    applied = fitting.filter(is_applied=True)
    return {
        "source": source,
        "batch": source.batch,
        "fitting": fitting.count(),
        "applied": applied.count(),
        "outcomes": dict(fitting.order_by().values_list("outcome").annotate(n=Count("pk"))),
        "is_working": source.status == ImportStatus.APPLYING,
    }


def _tabs(source: ResultImport, current: str) -> list[dict[str, Any]]:
    counts = dict(source.lines.order_by().values_list("finding").annotate(n=Count("pk")))
    states = [("", _("All"), source.total)]
    states += [(value, str(label), counts[value]) for value, label in Finding.choices if value in counts]
    return [
        {
            "label": label,
            "url": f"?finding={value}" if value else "?",
            "count": count,
            "current": value == current,
        }
        for value, label, count in states
    ]
