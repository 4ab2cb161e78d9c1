"""One trial in the console: what was given, by whom and why; one step more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenants.access import console
from tenants.context import TenantUnavailable

from ..models import TrialRow
from ..subjects import shown_days
from ..verbs import extend_row

LONGEST_REASON = 500


@console("trials.view")
@require_GET
def console_trial(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A trial with every extension of it."""
    person: Any = request.user
    trial = _found(uuid)
    context = {"trial": trial, "steps": trial.steps.all(), "may_extend": person.can("trials.extend")}
    return render(request, "console/trials/trial.html", context)


@console("trials.extend")
@require_POST
def console_trial_extension(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Extend a trial of any reseller by one step, with a reason (REQUIREMENTS S5.42)."""
    trial, reason, person = _found(uuid), reason_of(request), request.user
    if not reason:
        messages.error(request, _("Give a reason for the extension."))
        return redirect("console_trial", uuid)
    shown = shown_days(request.POST.get("shown", ""))
    try:
        outcome = extend_row(trial, reason=reason, shown=shown, by=person.actor)  # type: ignore[union-attr]
    except TenantUnavailable:
        messages.error(request, _("The reseller's portal is not live."))
        return redirect("console_trial", uuid)
    if outcome.is_done:
        messages.success(request, _("The trial is extended."))
    elif outcome.is_late:
        messages.error(request, _("Somebody else was faster, or this is not possible now."))
    else:
        messages.error(request, _("This trial cannot be extended any further."))
    return redirect("console_trial", uuid)


def reason_of(request: HttpRequest) -> str:
    """The reason that was typed, without what no stored text can hold."""
    return request.POST.get("reason", "").replace("\x00", "").strip()[:LONGEST_REASON]


def _found(uuid: UUID) -> TrialRow:
    return get_object_or_404(TrialRow.objects.select_related("tenant"), uuid=uuid, tenant__is_probe=False)
