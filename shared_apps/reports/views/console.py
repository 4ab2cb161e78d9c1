"""The operator's reports: over all resellers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tenants.access import console

from ..scope import console_scope
from . import recurring, rows, sales


@console("reports.view")
@require_safe
def report_sales(request: HttpRequest) -> HttpResponse:
    """Revenue, wholesale, margin, commission and tax by reseller, product, plan and country."""
    return sales.sales(request, console_scope())


@console("reports.view")
@require_safe
def report_rows(request: HttpRequest) -> HttpResponse:
    """The rows behind a figure."""
    return rows.rows(request, console_scope())


@console("reports.view")
@require_safe
def report_recurring(request: HttpRequest) -> HttpResponse:
    """MRR, churn and trials."""
    return recurring.recurring(request, console_scope())
