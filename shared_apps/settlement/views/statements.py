"""One statement, as the operator and as the reseller see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.keyset import page_of
from tenants.access import console, office
from tenants.context import current_tenant

from ..forms import PaidForm
from ..lines import legs_of, lines
from ..models import Statement


@console("settlement.view")
@require_GET
def console_statement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One statement with the sales that it is made of, to be recorded as paid."""
    person: Any = request.user
    more = {"form": PaidForm(), "may_edit": person.can("settlement.edit")}
    return _page(request, _any(uuid), "console/settlement/statement.html", **more)


@console("settlement.view")
@require_GET
def console_statement_lines(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Its sales for a spreadsheet."""
    return _sheet(_any(uuid))


@office("settlement.view")
@require_GET
def office_statement_of_wholesale(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One statement with the sales that it is made of."""
    return _page(request, _own(uuid), "office/settlement/statement.html")


@office("settlement.view")
@require_GET
def office_statement_lines(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Its sales for a spreadsheet."""
    return _sheet(_own(uuid))


def _any(uuid: UUID) -> Statement:
    return get_object_or_404(Statement.objects.select_related("tenant"), uuid=uuid)


def _own(uuid: UUID) -> Statement:
    mine = Statement.objects.filter(tenant_id=current_tenant().id).select_related("tenant")
    return get_object_or_404(mine, uuid=uuid)


def _page(request: HttpRequest, statement: Statement, template: str, **more: Any) -> HttpResponse:
    page = page_of(legs_of(statement), request.GET, order="pk")
    context = {"statement": statement, "page": page, "lines": lines(page.rows), **more}
    return render(request, template, context)


def _sheet(statement: Statement) -> HttpResponse:
    heads = [_("Date"), _("Kind"), _("Invoice"), _("Wholesale"), _("Currency")]
    rows = lines(legs_of(statement).order_by("pk").iterator(chunk_size=2000))
    cells = (
        [one.at.date().isoformat(), one.kind, one.invoice, one.amount.major, one.amount.currency]
        for one in rows
    )
    return csv_answer(statement.number, heads, cells)
