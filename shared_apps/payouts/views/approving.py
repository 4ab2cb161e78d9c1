"""Many withdrawals approved at once: what is ticked, or all that fit the filters; and how far that is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared_apps.commissions.models import Withdrawal, WithdrawalStatus
from shared_apps.commissions.queries import withdrawals
from shared_apps.kernel.paging import page_of
from tenants.context import current_tenant

from ..filters import WithdrawalFilter
from ..models import BulkApproval, ItemStatus
from ..places import person_of, shell
from ..verbs import begin_approval


@require_POST
def approvals(request: HttpRequest) -> HttpResponse:
    """Begin; the form's key makes a second click the same decision."""
    meant = _meant(request)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = None
    if key is None or not meant.exists():
        messages.info(request, _("Choose withdrawals that wait for a decision."))
        return redirect("office_withdrawals")
    bulk = begin_approval(meant, key=key, by=person_of(request).actor)
    return redirect("office_bulk_approval", bulk.uuid)


@require_safe
def bulk_approval(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far it is, and what was not approved."""
    bulk = _found(uuid)
    left = bulk.items.exclude(status__in=[ItemStatus.WAITING, ItemStatus.DONE]).select_related("withdrawal")
    context = {**_progress(bulk), "shell": shell(), "page": page_of(left, request.GET, name="pk", rises=True)}
    return render(request, "payouts/approval.html", context)


@require_safe
def bulk_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The part of the page that asks for itself again until all is done."""
    context = _progress(_found(uuid))
    response = render(request, "payouts/_approval_progress.html", context)
    if context["is_complete"]:
        response["HX-Refresh"] = "true"  # the table around it is old now
    return response


def _meant(request: HttpRequest) -> QuerySet[Withdrawal]:
    waiting = withdrawals().filter(status=WithdrawalStatus.REQUESTED)
    if request.POST.get("everything") == "1":
        return WithdrawalFilter(request.POST).narrow(waiting)
    try:
        return waiting.filter(uuid__in=request.POST.getlist("withdrawal"))
    except ValidationError:
        return waiting.none()


def _found(uuid: UUID) -> BulkApproval:
    return get_object_or_404(BulkApproval, tenant_id=current_tenant().id, uuid=uuid)


def _progress(bulk: BulkApproval) -> dict[str, Any]:
    counted = bulk.items.order_by().values_list("status").annotate(n=Count("pk"))
    counts = dict.fromkeys(ItemStatus.values, 0) | dict(counted.values_list("status", "n"))
    finished = bulk.total - counts[ItemStatus.WAITING]
    return {"bulk": bulk, "counts": counts, "finished": finished, "is_complete": finished >= bulk.total}
