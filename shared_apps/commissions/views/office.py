"""The reseller's side of the programme: its terms and its members."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shared_apps.kernel.paging import page_of
from tenants.access import office

from ..forms import ProgrammeForm
from ..queries import available_of, programme, referrers, terms_of
from ..rows import referrer_row
from ..terms import rules_of
from ..verbs import change_programme, change_terms, publish, put_rule, start_draft
from ..verbs.drafting import TERMS


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
        "may_change": request.user.can("settings.edit"),  # type: ignore[union-attr]
    }
    return render(request, "office/affiliates/affiliates.html", context)


@office("settings.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_terms(request: HttpRequest) -> HttpResponse:
    """Change the terms for what is earned from now on."""
    person: Any = request.user
    form = ProgrammeForm(request.POST if request.method == "POST" else None, programme=programme())
    if request.method == "POST" and form.is_valid() and _change(form, person):
        messages.success(request, _("The programme's terms are saved."))
        return redirect("office_affiliates")
    status = 422 if form.errors else 200
    return render(request, "office/affiliates/programme.html", {"form": form}, status=status)


def _change(form: ProgrammeForm, person: Any) -> bool:
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            change_programme({name: typed[name] for name in ("guide_url", "tutorials_url")}, by=person.actor)
            terms = {name: typed[name] for name in TERMS if name in typed}
            version = change_terms(start_draft(by=person.actor), terms, by=person.actor)
            for_all = next((rule for rule in rules_of(version) if rule.is_for_all), None)
            rate = {"percent_bp": typed["rate_bp"], "amount_minor": None}
            put_rule(version, rate, key=for_all.key if for_all else None, by=person.actor)
            publish(version, by=person.actor)
    except ValidationError as refused:
        form.add_error(None, refused)
    return not form.errors
