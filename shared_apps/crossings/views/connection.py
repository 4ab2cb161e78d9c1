"""The platform accounts that open this office as oneself; one takes them away here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants.access import oneself
from tenants.context import current_tenant

from ..models import Membership
from ..verbs import disconnect


@oneself
@require_http_methods(["GET", "POST"])
def account_platform(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    if not person.is_staff_member:
        raise Http404
    mine = Membership.objects.filter(tenant_id=current_tenant().id, person_uuid=person.uuid).order_by("pk")
    if request.method == "POST":
        named = [each for each in mine if str(each.pk) == request.POST.get("membership")]
        for membership in named:
            disconnect(membership, by=person.actor)
            messages.success(request, _("The account is disconnected."))
        return redirect("account_platform")
    return render(request, "account/platform.html", {"memberships": mine})
