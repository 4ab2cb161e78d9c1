"""Crossings as pages and exports show them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.paging import page_of

from .cards import Kind, Mode
from .models import Crossing, CrossingStep
from .queries import STATES, filtered, live

MOST_LIVE = 50
AT_ONCE = 200


def listed(request: HttpRequest, found: QuerySet[Crossing]) -> dict[str, Any]:
    """What the list template takes: those inside now, and a page of all that fit the filters."""
    query = request.GET
    wished = filtered(found, {name: str(value) for name, value in query.items()})
    return {
        "live": list(live(found).order_by("-opened_at")[:MOST_LIVE]),
        "page": page_of(wished, query, order="asked_at"),
        "query": query,
        "is_filtered": any(query.get(name) for name in ("q", "state", "kind", "mode")),
        "states": list(zip(STATES, (_("Live"), _("Waiting"), _("Over")), strict=True)),
        "kinds": [(kind.value, kind.label) for kind in (Kind.CONSOLE_OFFICE, Kind.OFFICE_CLIENT)],
        "modes": Mode.choices,
    }


def steps_page(request: HttpRequest, crossing: Crossing) -> Any:
    """A page of what was seen and done, newest first."""
    steps = CrossingStep.objects.filter(crossing=crossing)
    return page_of(steps, request.GET, order="at", name="pk", size=50)


def export(request: HttpRequest, found: QuerySet[Crossing]) -> HttpResponse:
    """Crossings that fit the filters with every step, one line each, for a spreadsheet (RELIABILITY 25)."""
    wished = filtered(found, {name: str(value) for name, value in request.GET.items()})
    heads = [_("Began"), _("Ended"), _("Who"), _("As"), _("May"), _("Reason"), _("Ticket"), _("Status"),
             _("At"), _("Method"), _("Page"), _("What")]  # fmt: skip
    return csv_answer("access", heads, _lines(wished.order_by("-asked_at", "-pk")))


def _lines(found: QuerySet[Crossing]) -> Iterator[list[object]]:
    """Every crossing with every step, read in parts."""
    begin = 0
    while part := list(found[begin : begin + AT_ONCE]):
        yield from _lines_of(part)
        begin += AT_ONCE


def _lines_of(rows: list[Crossing]) -> Iterator[list[object]]:
    steps: dict[int, list[CrossingStep]] = {}
    for step in CrossingStep.objects.filter(crossing__in=rows).order_by("at", "pk"):
        steps.setdefault(step.crossing_id, []).append(step)
    for crossing in rows:
        own = _cells(crossing)
        yield from (
            ([*own, *_step_cells(step)] for step in steps.get(crossing.pk, ()))
            if crossing.pk in steps
            else ([*own, "", "", "", ""],)
        )


def _cells(crossing: Crossing) -> list[object]:
    return [
        _moment(crossing.opened_at or crossing.asked_at),
        _moment(crossing.ended_at),
        crossing.from_person_label,
        crossing.to_person_label,
        crossing.get_mode_display(),
        crossing.reason,
        crossing.ticket,
        crossing.get_status_display(),
    ]


def _step_cells(step: CrossingStep) -> list[object]:
    return [_moment(step.at), step.method, step.path, step.label]


def _moment(at: Any) -> str:
    return at.isoformat(timespec="seconds") if at else ""
