"""The terms of a programme as they are and were; the draft of the next ones is in `drafts`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..models import ProgrammeVersion
from ..programme_forms import PagesForm
from ..terms import draft, programme, versions
from ..verbs import change_programme, start_draft
from ..wording import cards_of, differences

LATEST = 50


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """What is in force, the draft, and the versions of before."""
    return _page(request, PagesForm(initial=_pages()))


@require_POST
def pages(request: HttpRequest) -> HttpResponse:
    """Where members read more."""
    person: Any = request.user
    form = PagesForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    change_programme(form.cleaned_data, by=person.actor)
    messages.success(request, _("Saved."))
    return redirect("office_affiliate_programme")


@require_POST
def draft_start(request: HttpRequest) -> HttpResponse:
    """Begin the next version, or go on with it."""
    person: Any = request.user
    start_draft(by=person.actor)
    return redirect("office_affiliate_draft")


@require_safe
def version(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One version of before: its terms, and what it changed."""
    found = get_object_or_404(versions(), uuid=uuid)
    before = versions().filter(number__lt=found.number).first()
    context = {
        "version": found,
        "rules": cards_of(found),
        "changes": differences(before, found) if before else None,
        "earnings": found.earnings.count(),
    }
    return render(request, "office/affiliates/version.html", context)


def _page(request: HttpRequest, form: PagesForm, status: int = 200) -> HttpResponse:
    person: Any = request.user
    in_force: ProgrammeVersion = programme().version
    context = {
        "version": in_force,
        "rules": cards_of(in_force),
        "draft": draft(),
        "versions": versions()[:LATEST],
        "form": form,
        "may_change": person.can("affiliates.edit"),
    }
    return render(request, "office/affiliates/programme.html", context, status=status)


def _pages() -> dict[str, str]:
    kept = programme()
    return {"guide_url": kept.guide_url, "tutorials_url": kept.tutorials_url}
