"""The reseller's side of the programme: its terms and its members."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shared_apps.kernel.paging import page_of

from ..queries import available_of, programme, referrers, terms_of
from ..rows import referrer_row


@require_safe
def affiliates(request: HttpRequest) -> HttpResponse:
    """The terms, and who brings clients."""
    kept = programme()
    wanted = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    page = page_of(referrers(wanted), request.GET, name="code")
    available = available_of([code.person_uuid for code in page.rows], kept.currency)
    context = {
        "terms": terms_of(kept),
        "page": page,
        "referrers": [referrer_row(code, available[code.person_uuid]) for code in page.rows],
        "wanted": wanted,
    }
    return render(request, "office/affiliates/affiliates.html", context)
