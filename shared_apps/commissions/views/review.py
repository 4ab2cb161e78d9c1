"""Earnings that look like fraud: released or rejected with a reason; and what is looked out for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.paging import page_of
from tenants.context import current_tenant

from ..cards import OwnEarning
from ..link_forms import ReasonForm, WatchForm
from ..members import earnings_under_review
from ..models import Earning
from ..verbs.fraud import change_watch, reject_earning, release_earning
from ..watching import watch


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Held earnings, the oldest first, each with what is odd about it."""
    page = page_of(earnings_under_review(), request.GET, rises=True)
    person: Any = request.user
    context = {"page": page, "may_edit": person.can("affiliates.edit")}
    return render(request, "office/affiliates/reviews.html", context)


@require_POST
def review_release(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Nothing is wrong with it."""
    person: Any = request.user
    earning = _found(uuid)
    try:
        release_earning(earning, reason=request.POST.get("reason", "")[:500], by=person.actor)
    except (IllegalMove, OwnEarning) as refused:
        _say_why(request, refused)
    else:
        messages.success(request, _("The commission is released."))
    return redirect("office_affiliate_reviews")


@require_POST
def review_rejection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is not paid; the member reads why."""
    person: Any = request.user
    earning, form = _found(uuid), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why: the affiliate reads it."))
        return redirect("office_affiliate_reviews")
    try:
        reject_earning(earning, reason=form.cleaned_data["reason"], by=person.actor)
    except (IllegalMove, OwnEarning) as refused:
        _say_why(request, refused)
    else:
        messages.success(request, _("The commission is rejected and falls back to your margin."))
    return redirect("office_affiliate_reviews")


@require_http_methods(["GET", "HEAD", "POST"])
def watch_settings(request: HttpRequest) -> HttpResponse:
    """What is looked out for."""
    person: Any = request.user
    form = WatchForm(request.POST if request.method == "POST" else None, instance=watch())
    if request.method == "POST" and form.is_valid():
        change_watch(form.cleaned_data, by=person.actor)
        messages.success(request, _("Saved."))
        return redirect("office_affiliate_reviews")
    status = 422 if form.errors else 200
    return render(request, "office/affiliates/watch.html", {"form": form}, status=status)


def _found(uuid: UUID) -> Earning:
    found = (
        Earning.objects.filter(tenant_id=current_tenant().id, uuid=uuid).select_related("referral").first()
    )
    if found is None:
        raise Http404
    return found


def _say_why(request: HttpRequest, refused: Exception) -> None:
    if isinstance(refused, OwnEarning):
        messages.error(request, _("You cannot decide on your own commission."))
    else:
        messages.warning(request, _("This commission has moved on."))
