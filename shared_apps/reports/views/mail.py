"""The operator's mail log: every tenant's mails without their bodies."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.sheets import table_answer
from tenants.access import console

from ..mail_filter import MailFilter
from ..models import MailRow
from ..naming import mail_kinds

MOST_EXPORTED = 50_000


@console("mail.view")
@require_safe
def mail_log(request: HttpRequest) -> HttpResponse:
    """Mails, the newest first, by tenant, kind, status and address; as a page or a download."""
    form = MailFilter(request.GET or None)
    rows: QuerySet[MailRow] = form.narrow(
        MailRow.objects.select_related("tenant").filter(tenant__is_probe=False)
    )
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _download(request.GET["format"], rows.order_by("-at", "-pk")[:MOST_EXPORTED])
    page = page_of(rows, request.GET, order="-at")
    names = _names()
    rows_named = [(row, names.get(row.template, row.template)) for row in page.rows]
    return render(request, "console/mail.html", {"form": form, "page": page, "rows": rows_named})


def _names() -> dict[str, Any]:
    return {key: name for _audience, kinds in mail_kinds() for key, name in kinds}


def _download(form: str, rows: QuerySet[MailRow]) -> HttpResponse:
    heads = [
        _("Time"),
        _("Tenant"),
        _("Kind"),
        _("Code"),
        _("To"),
        _("Status"),
        _("Attempts"),
        _("Last error"),
    ]
    names = _names()
    lines = (
        [
            one.at.isoformat(),
            one.tenant.name,
            str(names.get(one.template, one.template)),
            one.template,
            one.to,
            one.get_status_display(),
            one.attempts,
            one.error,
        ]
        for one in rows
    )
    return table_answer(form, "mails", heads, lines)
