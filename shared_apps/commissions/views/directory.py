"""The members of a programme: a list that is searched, filtered, sorted and taken along."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shared_apps.kernel.paging import page_of
from shared_apps.kernel.sheets import table_answer
from tenants.context import current_tenant

from ..currencies import chosen, currencies_of
from ..members import FILTERS, Wish, disputes_waiting, earnings_under_review, members, sorts, wish_of
from ..queries import available_of, programme, terms_of
from ..rows import referrer_row

MOST_ROWS = 50_000


@require_safe
def affiliates(request: HttpRequest) -> HttpResponse:
    """The terms, and who brings clients; as a table to keep for `?as=csv` or `?as=xlsx`."""
    wish, offered = wish_of(request.GET), currencies_of()
    currency = chosen(request.GET, offered)
    if request.GET.get("as") in ("csv", "xlsx"):
        return _sheet(request.GET["as"], wish, currency)
    page = page_of(members(wish, currency), request.GET, order=wish.order, name="code")
    available = available_of([code.person_uuid for code in page.rows], currency)
    person: Any = request.user
    context = {
        "terms": terms_of(programme()),
        "currencies": offered if len(offered) > 1 else [],
        "currency": currency,
        "page": page,
        "referrers": [referrer_row(code, available[code.person_uuid]) for code in page.rows],
        "wish": wish,
        "filters": FILTERS.items(),
        "sorts": [(name, label) for name, (_order, label) in sorts().items()],
        "may_edit": person.can("affiliates.edit"),
        "reviews": earnings_under_review().count(),
        "disputes": disputes_waiting(),
    }
    return render(request, "office/affiliates/affiliates.html", context)


def _sheet(form: str, wish: Wish, currency: str) -> HttpResponse:
    found = list(members(wish, currency).order_by("-pk")[:MOST_ROWS])
    available = available_of([code.person_uuid for code in found], currency)
    rows = [referrer_row(code, available[code.person_uuid]) for code in found]
    heads = [
        _("Name"),
        _("Code"),
        _("Status"),
        _("Since"),
        _("Visitors"),
        _("Resellers") if current_tenant().is_operator else _("Clients"),
        _("Earned"),
        _("Available"),
        _("Currency"),
    ]
    cells = (
        [
            row.name,
            row.code,
            row.status.label,
            row.since,
            row.visitors,
            row.referred,
            float(row.earned.major),
            float(row.available.major),
            currency,
        ]
        for row in rows
    )
    return table_answer(form, "affiliates", heads, cells)
