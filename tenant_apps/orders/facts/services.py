"""A service as the shared figures have it."""

from __future__ import annotations

from datetime import datetime

from shared_apps.catalog import door as catalog
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money, total
from shared_apps.kernel.taxes import tax_on
from shared_apps.reports import door as reports
from tenant_apps.pricing.taxes import tax_rate_for

from ..models import Service

MONTHS = {"month": 1, "year": 12}


def tell_service(service: Service, *, reason: str = "", at: datetime | None = None, status: str = "") -> None:
    """Write how a service stands now (`at` and `status`: how it stood then, for services from before)."""
    monthly, wholesale = _monthly(service)
    reports.record_service(
        reports.ServiceRow(
            service_uuid=service.uuid,
            client_uuid=service.client.uuid,
            country=service.client.country,
            sku=service.sku,
            product_sku=catalog.product_skus([service.sku]).get(service.sku, ""),
            status=status or service.status,
            quantity=service.quantity,
            period=service.period,
            monthly=monthly,
            monthly_wholesale=wholesale,
            created_at=service.created_at,
            at=at or now(),
            trial_started_at=service.starts_at if service.trial_total_days else None,
            trial_ends_at=service.trial_ends_at,
            reason=reason,
        )
    )


def _monthly(service: Service) -> tuple[Money, Money]:
    """Price without tax and wholesale of what recurs, for a month: a year's is divided by twelve."""
    items = [one for one in service.current_items if one.is_recurring]
    zero = Money.zero(service.currency)
    if not items:
        return zero, zero
    rate = tax_rate_for(service.client)
    nets = [tax_on(one.price, rate).net.fraction(1, MONTHS[one.period]) for one in items]
    costs = [one.billed.wholesale.fraction(1, MONTHS[one.period]) for one in items]
    return total(nets, zero.currency), total(costs, zero.currency)
