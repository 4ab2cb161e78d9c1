"""Clients from a spreadsheet: upload, match the columns, try it out, import, take it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.sheets import table_answer
from tenants.access import office

from ..imports.begin import (
    NothingToImport,
    TooLate,
    match_columns,
    samples_of,
    start_import,
    take_back,
    take_file,
)
from ..imports.fields import fields
from ..imports.forms import ColumnsForm, FileForm
from ..imports.reading import Unreadable
from ..imports.words import told, trouble
from ..models import ClientImport, ImportRow
from ..people import person_of

SHOWN = 100
Status = ClientImport.Status


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_imports(request: HttpRequest) -> HttpResponse:
    """A new file, and the imports of the last days."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = take_file(file.read(), name=file.name, by=person_of(request).actor)
        except Unreadable as wrong:
            form.add_error("file", trouble(wrong.code))
        else:
            return redirect("office_client_import_columns", batch.uuid)
    context = {"form": form, "imports": ClientImport.objects.defer("content")[:50]}
    return render(request, "office/clients/imports/list.html", context)


@office("clients.edit")
@require_GET
def office_client_import_example(request: HttpRequest) -> HttpResponse:
    """An empty table with every heading that is understood."""
    known = [label for name, label in fields() if name not in ("first_name", "last_name")]
    return table_answer("xlsx", "clients", known, [])


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_import_columns(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the columns are; `?encoding=` shows the file in another one."""
    batch = _found(uuid)
    if batch.content is None or batch.is_moving:
        return redirect("office_client_import", uuid)
    form = ColumnsForm(request.POST or None, batch=batch, known=fields())
    if request.method == "POST" and form.is_valid() and _match(request, batch, form):
        return redirect("office_client_import", uuid)
    samples, shown_trouble = _samples(batch, form)
    context = {
        "batch": batch,
        "form": form,
        "columns": _columns(form, samples),
        "trouble": shown_trouble,
        "steps": [_("File"), _("Columns"), _("Check"), _("Import")],
    }
    return render(request, "office/clients/imports/columns.html", context)


@office("clients.edit")
@require_GET
def office_client_import(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far it is, what would become of the rows or became of them, and what can be done now."""
    batch = _found(uuid)
    if batch.status == Status.DRAFT:
        return redirect("office_client_import_columns", uuid)
    return render(request, "office/clients/imports/detail.html", _context(batch))


@office("clients.edit")
@require_GET
def office_client_import_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The part of the page that asks for itself again until the work is done."""
    batch = _found(uuid)
    answer = render(request, "office/clients/imports/_progress.html", _context(batch))
    if not batch.is_moving:
        answer["HX-Refresh"] = "true"  # the page around it shows another state now
    return answer


@office("clients.edit")
@require_GET
def office_client_import_rows(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The rows that are not right, as they were in the file, with what is wrong: to be mended and sent again."""
    batch = _found(uuid)
    labels = dict(fields())
    heads = [*batch.heads, _("Row"), _("Not right")]
    width = len(batch.heads)
    rows = batch.rows.filter(status=ImportRow.Status.WRONG).iterator(chunk_size=2000)
    body = (
        [*row.cells, *[""] * (width - len(row.cells)), row.number, "; ".join(told(row.errors, labels))]
        for row in rows
    )
    return table_answer(request.GET.get("form", "csv"), "rows", heads, body)


@office("clients.edit")
@require_POST
def office_client_import_start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Import what is right."""
    try:
        start_import(_found(uuid), by=person_of(request).actor)
    except NothingToImport:
        messages.error(request, _("There is nothing to import: no row is new and right."))
    except IllegalMove:
        messages.info(request, _("This import has begun already."))
    return redirect("office_client_import", uuid)


@office("clients.edit")
@require_POST
def office_client_import_undoing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take the import back."""
    try:
        take_back(_found(uuid), by=person_of(request).actor)
    except (TooLate, IllegalMove):
        messages.error(request, _("This import cannot be taken back any more."))
    return redirect("office_client_import", uuid)


def _match(request: HttpRequest, batch: ClientImport, form: ColumnsForm) -> bool:
    wish = form.cleaned_data
    try:
        match_columns(
            batch,
            form.matched,
            duplicates=wish["duplicates"],
            country=wish["country"],
            encoding=wish.get("encoding", ""),
            has_heads=wish["has_heads"],
            by=person_of(request).actor,
        )
    except IllegalMove:
        form.add_error(None, _("This import has begun already."))
        return False
    return True


def _samples(batch: ClientImport, form: ColumnsForm) -> tuple[list[list[str]], str]:
    encoding = str(form["encoding"].value() or "") if "encoding" in form.fields else ""
    try:
        return samples_of(batch, encoding), ""
    except Unreadable as wrong:
        return [], trouble(wrong.code)


def _columns(form: ColumnsForm, samples: list[list[str]]) -> list[dict[str, Any]]:
    """Each column with its heading, its field and some of its cells."""
    body = samples[1:] if form["has_heads"].value() else samples
    return [
        {"field": field, "cells": [row[at] for row in body[:5] if at < len(row)]}
        for at, field in enumerate(form.columns())
    ]


def _context(batch: ClientImport) -> dict[str, Any]:
    counted = dict(batch.rows.values_list("status").annotate(count=Count("pk")).order_by())
    counts = {status: counted.get(status, 0) for status in ImportRow.Status.values}
    labels = dict(fields())
    wrong = batch.rows.filter(status=ImportRow.Status.WRONG)[:SHOWN]
    return {
        "batch": batch,
        "counts": counts,
        "finished": _finished(batch, counts),
        "ready": counts["new"] + counts["update"],
        "wrong": [
            {"number": row.number, "cells": row.cells[:4], "errors": told(row.errors, labels)}
            for row in wrong
        ],
        "trouble": trouble(batch.trouble) if batch.trouble else "",
    }


def _finished(batch: ClientImport, counts: dict[str, int]) -> int:
    left = {
        Status.CHECKING: counts["waiting"],
        Status.RUNNING: counts["new"] + counts["update"],
        Status.UNDOING: counts["added"] + counts["updated"],
    }
    return batch.total - left.get(Status(batch.status), 0)


def _found(uuid: UUID) -> ClientImport:
    return get_object_or_404(ClientImport, uuid=uuid)
