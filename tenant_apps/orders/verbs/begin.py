"""An order goes through: its services come to be, and the agenda sets them up."""

from __future__ import annotations

from django.db.models import Q

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from ..facts import tell_service
from ..models import InvoiceLine, Order, OrderLine, Service, ServiceItem
from .instruct import instruct


def begin_services(order: Order, *, by: Actor) -> list[Service]:
    """A pending service for each plan of the order, in the caller's transaction; none twice."""
    plans = order.lines.filter(kind=OrderLine.Kind.PLAN, service__isnull=True).order_by("pk")
    return [_begin(order, line, by=by) for line in plans.prefetch_related("add_ons")]


def _begin(order: Order, line: OrderLine, *, by: Actor) -> Service:
    service = Service.objects.create(
        client_id=order.client_id,
        order_line=line,
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        period=line.period,
        label=line.label,
        provisioner=line.provisioner,
        is_trial_first=line.starts_on_trial,
        trial_step_days=line.trial_step_days,
        trial_max_days=line.trial_max_days,
        trial_end=line.trial_end,
    )
    ServiceItem.objects.bulk_create(_item(service, one) for one in [line, *line.add_ons.all()])
    paid = InvoiceLine.objects.filter(Q(order_line=line) | Q(order_line__parent=line), service__isnull=True)
    paid.update(service=service)
    tell_service(service)
    record(service, "begin", by=by, to_status=service.status)
    instruct(service, "create")
    return service


def _item(service: Service, line: OrderLine) -> ServiceItem:
    return ServiceItem(
        service=service,
        order_line=line,
        kind=line.kind,
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        unit_minor=line.unit_minor,
        wholesale_unit_minor=line.wholesale_unit_minor,
        currency=line.currency,
        period=line.period,
        per_seat=line.per_seat,
        discount_bp=line.recurring_discount_bp,
        discount_minor=line.recurring_discount_minor,
        discount_periods_left=line.discount_periods,
    )
