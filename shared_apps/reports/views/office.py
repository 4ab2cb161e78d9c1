"""A reseller's reports: over all its clients (REQUIREMENTS S5.23)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tenants.access import office

from ..scope import office_scope
from . import recurring, rows, sales


@office("reports.view")
@require_safe
def report_sales(request: HttpRequest) -> HttpResponse:
    """Revenue, wholesale, margin, commission and tax by client, product, plan and country."""
    return sales.sales(request, office_scope())


@office("reports.view")
@require_safe
def report_rows(request: HttpRequest) -> HttpResponse:
    """The rows behind a figure."""
    return rows.rows(request, office_scope())


@office("reports.view")
@require_safe
def report_recurring(request: HttpRequest) -> HttpResponse:
    """MRR, churn and trials."""
    return recurring.recurring(request, office_scope())
