"""Levels of affiliates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.context import current_tenant

from ..cards import OwnEarning, TierInUse
from ..models import AffiliateTier, ReferralCode
from ..programme_forms import StandingForm, TierForm
from ..terms import programme
from ..tiers import tiers
from ..verbs.tiers import drop_tier, give_tier, put_tier


@require_safe
def levels(request: HttpRequest) -> HttpResponse:
    """Which levels there are, what reaches them, and who has them."""
    return _page(request, StandingForm(tiers=list(tiers())))


@require_http_methods(["GET", "HEAD", "POST"])
def level_new(request: HttpRequest) -> HttpResponse:
    """One more level."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def level(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change a level."""
    return _edit(request, _tier(uuid))


@require_POST
def level_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Remove a level that nothing names any more."""
    person: Any = request.user
    try:
        drop_tier(_tier(uuid), by=person.actor)
    except TierInUse:
        said = _("A rule names this level, or somebody was given it by hand. Change that first.")
        messages.error(request, said)
        return redirect("office_affiliate_level", uuid)
    messages.success(request, _("The level is removed."))
    return redirect("office_affiliate_levels")


@require_POST
def standing(request: HttpRequest) -> HttpResponse:
    """Put somebody into a level by hand, or back into the one that they reached."""
    person: Any = request.user
    known = list(tiers())
    form = StandingForm(request.POST, tiers=known)
    if not form.is_valid():
        return _page(request, form, status=422)
    found = _affiliate(form.cleaned_data["code"])
    if found is None:
        form.add_error("code", _("Nobody has this code."))
        return _page(request, form, status=422)
    tier = next((one for one in known if one.slug == form.cleaned_data["tier"]), None)
    try:
        give_tier(found.person_uuid, tier, by=person.actor)
    except OwnEarning:
        messages.error(request, _("You cannot decide on yourself."))
    else:
        messages.success(request, _("Saved."))
    return redirect("office_affiliate_levels")


def _affiliate(code: str) -> ReferralCode | None:
    wanted = code.strip().lower()
    return ReferralCode.objects.filter(tenant_id=current_tenant().id, code=wanted).first()


def _tier(uuid: UUID) -> AffiliateTier:
    return get_object_or_404(AffiliateTier, tenant_id=current_tenant().id, uuid=uuid)


def _page(request: HttpRequest, form: StandingForm, status: int = 200) -> HttpResponse:
    person: Any = request.user
    context = {"tiers": tiers(), "form": form, "may_change": person.can("affiliates.edit")}
    return render(request, "office/affiliates/levels.html", context, status=status)


def _edit(request: HttpRequest, tier: AffiliateTier | None) -> HttpResponse:
    person: Any = request.user
    typed = request.POST if request.method == "POST" else None
    form = TierForm(typed, currency=programme().currency, tier=tier)
    if request.method == "POST" and form.is_valid():
        try:
            put_tier(form.cleaned_data, tier=tier, by=person.actor)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("office_affiliate_levels")
    status = 422 if form.errors else 200
    return render(request, "office/affiliates/level.html", {"form": form, "tier": tier}, status=status)
