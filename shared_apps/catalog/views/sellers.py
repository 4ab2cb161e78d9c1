"""The console's page of what one reseller may sell."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants.access import console
from tenants.models import Tenant

from ..forms.seller import SellerForm
from .kinds import actor_of


@console("catalog.edit")
@require_http_methods(["GET", "POST"])
def console_seller(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a reseller into a tier and choose its products. What it sold already goes on."""
    tenant = get_object_or_404(Tenant, uuid=uuid, kind=Tenant.Kind.RESELLER, is_probe=False)
    form = SellerForm(request.POST or None, tenant_id=tenant.pk)
    if request.method == "POST" and form.is_valid():
        form.save(by=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("console_reseller", uuid)
    context = {"tenant": tenant, "form": form}
    return render(request, "console/catalog/seller.html", context, status=422 if form.errors else 200)
