"""The console's trial board: every trial of every reseller, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.keyset import page_of
from tenants.access import console

from .. import queries
from ..models import TrialKind, TrialRow, TrialStatus

PER_PAGE = 25


@console("trials.view")
@require_GET
def console_trials(request: HttpRequest) -> HttpResponse:
    """Trials by reseller, plan, end, kind and state. A constant number of queries, whatever there is."""
    wish, person = queries.wish_of(request.GET), request.user
    order = queries.order_for(request.GET.get("sort", ""))
    context = {
        "page": page_of(queries.trials(wish), request.GET, order=order, size=PER_PAGE),
        "tabs": _tabs(request, wish),
        "wish": wish,
        "kinds": TrialKind.choices,
        "resellers": queries.resellers(),
        "plans": queries.plans(),
        "within": queries.WITHIN,
        "conversions": queries.conversions(),
        "may_extend": person.can("trials.extend"),  # type: ignore[union-attr]
        "is_filtered": wish != queries.Wish(status=wish.status),
    }
    return render(request, "console/trials/board.html", context)


@console("trials.view")
@require_GET
def console_trials_export(request: HttpRequest) -> HttpResponse:
    """The trials of the board as it is filtered, for a spreadsheet."""
    heads = [_("Reseller"), _("Kind"), _("Plan"), _("Client"), _("Status"), _("Since"), _("Ends"),
             _("Days used"), _("Days given"), _("Days at most"), _("Last activity"), _("Extensions"),
             _("Extended by"), _("Reason")]  # fmt: skip
    rows = queries.trials(queries.wish_of(request.GET)).order_by("ends_at", "pk")
    return csv_answer("trials", heads, map(_cells, rows.iterator(chunk_size=2000)))


def _cells(row: TrialRow) -> list[object]:
    return [
        row.tenant.name,
        row.get_kind_display(),
        row.plan,
        row.client,
        row.get_status_display(),
        row.started_at.date().isoformat(),
        row.ends_at.date().isoformat(),
        row.used_days,
        row.total_days,
        row.max_days,
        row.last_activity_at.date().isoformat(),
        row.extensions,
        row.last_extended_by,
        row.last_reason,
    ]


def _tabs(request: HttpRequest, wish: queries.Wish) -> list[dict[str, Any]]:
    counts = queries.counts()
    listed = [(value, label, counts[value]) for value, label in TrialStatus.choices]
    tabs = []
    for value, label, count in [*listed, (queries.ANY, _("All"), sum(counts.values()))]:
        query = request.GET.copy()
        for mark in ("after", "before"):
            query.pop(mark, None)
        query["status"] = value
        tabs.append(
            {"label": label, "url": f"?{query.urlencode()}", "count": count, "current": value == wish.status}
        )
    return tabs
