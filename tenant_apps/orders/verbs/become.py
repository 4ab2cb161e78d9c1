"""A change happens to a service's rows: its items, its paid time, what it is called, what its provisioner is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.periods import Stretch, first_stretch

from .. import terms
from ..changing.lines import paid_ahead, stretches_of
from ..changing.target import Target
from ..facts import tell_service
from ..models import PaidPeriod, Service, ServiceChange, ServiceItem
from ..taxes_paid import tax_paid
from .activate import schedule_renewal
from .instruct import instruct
from .unused import set_aside


def become(service: Service, change: ServiceChange, *, by: Actor) -> None:
    """At once: new items from this moment on, and the paid time is theirs as it was quoted."""
    targets, rows = _targets(change), paid_ahead(service, change.at)
    items = _replace(service, targets, now())
    new_period = targets[0].period
    if rows and new_period == service.period:
        _pass_on(rows, items, change)
    elif rows:
        _begin_anew(service, rows, items, change, new_period)
    _take_over(service, targets[0], by=by)


def foresee(service: Service, change: ServiceChange) -> None:
    """At the renewal: the items are written now and begin then, so that the renewal bills them."""
    _replace(service, _targets(change), change.at)


def forget(service: Service, change: ServiceChange) -> None:
    """What was foreseen will not be."""
    service.items.filter(starts_at=change.at).update(ends_at=change.at)
    service.items.filter(starts_at__lt=change.at, ends_at=change.at).update(ends_at=None)


def take_over(service: Service, change: ServiceChange, *, by: Actor) -> None:
    """The foreseen items have begun: the service is called after its new plan."""
    plan = _targets(change)[0]
    if plan.period != service.period and service.paid_until == change.at:
        service.paid_from = change.at
        service.save(update_fields=["paid_from"])
    _take_over(service, plan, by=by)


def _targets(change: ServiceChange) -> list[Target]:
    return [Target.read(one) for one in change.target]


def _replace(service: Service, targets: Sequence[Target], at: datetime) -> list[ServiceItem]:
    """End what does not stay and begin what comes; what it is made of from then on, the plan first."""
    there = {one.pk: one for one in service.items_at(min(at, now()))}
    kept = {one.keeps for one in targets}
    ServiceItem.objects.filter(pk__in=set(there) - kept).update(ends_at=at)
    return [there[one.keeps] if one.keeps else _begun(service, one, at) for one in targets]


def _begun(service: Service, target: Target, at: datetime) -> ServiceItem:
    item = target.item(service, starts_at=at)
    item.save()
    return item


def _pass_on(rows: Sequence[PaidPeriod], items: Sequence[ServiceItem], change: ServiceChange) -> None:
    """The same time is paid for other things."""
    staying = {one.pk for one in items}
    set_aside([row for row in rows if row.item_id not in staying], change.at)
    for stretch in stretches_of(rows):
        there = {row.item_id for row in rows if row.stretch == stretch}
        _write(rows[0].service, [one for one in items if one.pk not in there], stretch, change)


def _begin_anew(
    service: Service,
    rows: Sequence[PaidPeriod],
    items: Sequence[ServiceItem],
    change: ServiceChange,
    period: str,
) -> None:
    """A new period runs from the moment of the quote."""
    set_aside(rows, change.at)
    stretch = first_stretch(change.at, period, terms.zone())
    _write(service, items, stretch, change)
    service.paid_from, service.paid_until, service.periods_paid = stretch.start, stretch.end, 1
    service.renews_at = stretch.end
    service.save(update_fields=["paid_from", "paid_until", "periods_paid", "renews_at"])
    schedule_renewal(service)


def _write(service: Service, items: Sequence[ServiceItem], stretch: Stretch, change: ServiceChange) -> None:
    for item in items:
        if not item.is_recurring:
            continue
        billed = item.billed_for(stretch)
        PaidPeriod.objects.create(
            service=service,
            item=item,
            starts_at=stretch.start,
            ends_at=stretch.end,
            part=stretch.part,
            whole=stretch.whole,
            minor=billed.price.minor,
            wholesale_minor=billed.wholesale.minor,
            currency=item.currency,
            invoice_uuid=change.invoice_uuid,
            **tax_paid(item, change.invoice_uuid),
        )


def _take_over(service: Service, plan: Target, *, by: Actor) -> None:
    service.sku, service.name = plan.sku, plan.name
    service.quantity, service.period = plan.quantity, plan.period
    service.save(update_fields=["sku", "name", "quantity", "period"])
    tell_service(service)
    record(service, "change", by=by, sku=plan.sku, quantity=plan.quantity)
    instruct(service, "change")
