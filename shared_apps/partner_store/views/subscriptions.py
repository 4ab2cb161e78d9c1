"""What a reseller has of the platform: its plan and its extra services, on one page (REQUIREMENTS S4.24)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import office
from tenants.context import current_tenant
from tenants.models import Tenant

from ..entitlements import allowances_of_current
from ..models import ExtraService
from ..queries import subscription_of
from ..requests import extras_of, own_extra
from ..verbs import cancel, keep


@office("store.order")
@require_GET
def office_subscriptions(request: HttpRequest) -> HttpResponse:
    """The plan, the extra services in force and ended, and what they allow."""
    tenant = Tenant.objects.get(pk=current_tenant().id)
    extras = list(extras_of(tenant.pk))
    context = {
        "plan": subscription_of(tenant),
        "active": [extra for extra in extras if extra.is_active],
        "ended": [extra for extra in extras if not extra.is_active],
        "allowances": allowances_of_current(tenant.pk, by=_actor(request)),
    }
    return render(request, "office/store/subscriptions.html", context)


@office("store.order")
@require_POST
def office_extra_cancellation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let it end with what is paid."""
    try:
        cancel(_own(uuid), by=_actor(request))
    except IllegalMove:
        messages.warning(request, _("It has ended already."))
    else:
        messages.success(request, _("It ends with the period that is paid."))
    return redirect("office_subscriptions")


@office("store.order")
@require_POST
def office_extra_continuation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let it go on after all."""
    try:
        keep(_own(uuid), by=_actor(request))
    except IllegalMove:
        messages.warning(request, _("It has ended already."))
    else:
        messages.success(request, _("It goes on."))
    return redirect("office_subscriptions")


def _own(uuid: UUID) -> ExtraService:
    found = own_extra(current_tenant().id, uuid)
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> Any:
    person: Any = request.user
    return person.actor
