"""The tiers of the partner programme in the console."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenants.access import console

from .. import verbs
from ..models import Tier
from ..queries import resellers_without_terms
from .kinds import actor_of


@console("catalog.edit")
@require_GET
def console_tiers(request: HttpRequest) -> HttpResponse:
    """Every tier with what it asks for, how many resellers are in it and how many prices it has of its own."""
    tiers = Tier.objects.annotate(
        resellers=Count("sellers", distinct=True), own_prices=Count("prices", distinct=True)
    )
    context = {"tiers": list(tiers), "without": resellers_without_terms()}
    return render(request, "console/catalog/tiers.html", context)


@console("catalog.edit")
@require_POST
def console_tier_default(request: HttpRequest, key: str) -> HttpResponse:
    """Make it the tier of whoever is in no other."""
    verbs.make_default(get_object_or_404(Tier, slug=key), by=actor_of(request))
    messages.success(request, _("Resellers who are in no tier are in this one."))
    return redirect("console_tiers")
