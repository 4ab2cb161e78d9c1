"""The console's review of tiers: what is proposed, and what becomes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.catalog import door as catalog
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import console

from ..models import TierProposal
from ..verbs.tiers import ProposalOutdated, accept_proposal, leave_proposal, review_tiers

Status = TierProposal.Status


class DecisionForm(forms.Form):
    """Accept a proposal, or leave the reseller where it is."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("leave", "leave")])
    reason = forms.CharField(max_length=2000, required=False)


@console("tiers.review")
@require_GET
def console_tier_review(request: HttpRequest) -> HttpResponse:
    """Proposals, the open ones first."""
    wished = request.GET.get("status", Status.OPEN)
    status = wished if wished in Status.values else Status.OPEN
    found = TierProposal.objects.select_related("tenant").filter(status=status)
    page = page_of(found, request.GET, order="-made_at", size=25)
    names = {tier.slug: tier.name for tier in catalog.tiers()}
    context = {
        "status": status,
        "tabs": _tabs(status),
        "page": page,
        "rows": [
            (one, names.get(one.from_tier, one.from_tier), names.get(one.to_tier, one.to_tier))
            for one in page.rows
        ],
        "has_tiers": len(names) > 1,
    }
    return render(request, "console/tiers/review.html", context)


@console("tiers.review")
@require_POST
def console_tier_review_run(request: HttpRequest) -> HttpResponse:
    """Look at once, not only at night."""
    made = review_tiers(by=_actor(request))
    if made:
        messages.success(request, _("There are new proposals."))
    else:
        messages.info(request, _("Nobody asks for another tier."))
    return redirect("console_tier_review")


@console("tiers.review")
@require_POST
def console_tier_decision(request: HttpRequest, uuid: UUID) -> HttpResponse:
    proposal = get_object_or_404(TierProposal.objects.select_related("tenant"), uuid=uuid)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    try:
        if form.cleaned_data["decision"] == "accept":
            accept_proposal(proposal, by=_actor(request))
            messages.success(request, _("The new tier holds from now on. The owners are told by mail."))
        else:
            leave_proposal(proposal, reason=form.cleaned_data["reason"], by=_actor(request))
            messages.success(request, _("Everything stays as it is."))
    except IllegalMove:
        messages.warning(request, _("This proposal has been answered already."))
    except ProposalOutdated:
        messages.warning(request, _("The reseller is in another tier by now."))
    return redirect("console_tier_review")


def _tabs(current: str) -> list[dict[str, Any]]:
    counts = dict(TierProposal.objects.order_by().values_list("status").annotate(Count("pk")))
    return [
        {
            "label": label,
            "url": f"?status={value}",
            "count": counts.get(value, 0),
            "current": value == current,
        }
        for value, label in Status.choices
    ]


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
