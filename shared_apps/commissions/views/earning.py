"""One earning that explains itself: to who earned it, and to who runs the programme."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tenants.context import current_tenant

from ..explaining import explain
from ..models import Earning, ReferralCode
from ..queries import earnings_of
from ..sections import sections


@require_safe
def member(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An own earning: rule, base, rate, hold, what took it back."""
    person: Any = request.user
    earning = get_object_or_404(earnings_of(person.uuid).select_related("version"), uuid=uuid)
    context = {"found": explain(earning), "sections": sections("affiliate_earnings")}
    return render(request, "client/affiliate/earning.html", context)


@require_safe
def office(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Any earning of the programme, with its version, its invoice and who earned it."""
    tenant = current_tenant()
    own = Earning.objects.filter(tenant_id=tenant.id).select_related("version", "referral")
    earning = get_object_or_404(own, uuid=uuid)
    affiliate = ReferralCode.objects.filter(tenant_id=tenant.id, person_uuid=earning.beneficiary_uuid)
    context = {
        "found": explain(earning),
        "affiliate": affiliate.first(),
        "has_invoices": not tenant.is_operator,
    }
    return render(request, "office/affiliates/earning.html", context)
