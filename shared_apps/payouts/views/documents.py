"""Self-billed statements: the list of who pays, and the document for both sides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branding.documents import DocumentFailed
from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.paging import page_of
from tenants.context import current_tenant

from ..documents import statement_pdf
from ..models import PayoutStatement
from ..places import person_of, shell, text_of

MOST_EXPORTED = 50_000


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Every statement, newest first."""
    wanted = text_of(request, "q")
    page = page_of(_found(wanted), request.GET)
    return render(request, "payouts/statements.html", {"shell": shell(), "page": page, "wanted": wanted})


@require_safe
def statements_export(request: HttpRequest) -> HttpResponse:
    heads = [_("Number"), _("Issued"), _("Beneficiary"), _("Country"), _("Tax number"), _("Amount"),
             _("Tax withheld"), _("Currency")]  # fmt: skip
    return csv_answer("statements", heads, map(_cells, _found(text_of(request, "q"))[:MOST_EXPORTED]))


@require_safe
def statement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The document, for who pays."""
    return _document(_found("").filter(uuid=uuid))


@require_safe
def own_statement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The document, for the beneficiary."""
    return _document(_found("").filter(uuid=uuid, person_uuid=person_of(request).uuid))


def _document(found: QuerySet[PayoutStatement]) -> HttpResponse:
    one = found.select_related("corrects").first()
    if one is None:
        raise Http404
    try:
        content = statement_pdf(one, get_language() or current_tenant().default_language)
    except DocumentFailed:
        return HttpResponse(_("The document cannot be made at the moment. Try again."), status=503)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{one.number}.pdf"'
    return answer


def _found(wanted: str) -> QuerySet[PayoutStatement]:
    rows = PayoutStatement.objects.filter(tenant_id=current_tenant().id).order_by("-pk")
    if wanted:
        rows = rows.filter(Q(number__icontains=wanted) | Q(billed__name__icontains=wanted))
    return rows


def _cells(one: PayoutStatement) -> list[Any]:
    billed = one.billed
    return [
        one.number,
        one.issued_at.date().isoformat(),
        billed.get("name", ""),
        billed.get("country", ""),
        billed.get("tax_id", ""),
        one.gross.major,
        one.withheld.major,
        one.currency,
    ]
