"""What somebody wishes a service to become, priced from the shop's own offers (RELIABILITY 24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from shared_apps.catalog import door as catalog
from tenant_apps.storefront import queries as storefront
from tenant_apps.storefront.queries import OfferCard

from ..errors import PlanDoesNotFit, QuantityOutOfRange, ServiceIsCancelled, ServiceNotRunning
from ..models import Service, ServiceItem
from ..quoting import LineWish, QuotedLine, quote, whole_quantity
from .target import Target

Kind = ServiceItem.Kind


@dataclass(frozen=True, slots=True)
class ChangeWish:
    """Another plan (its offer; None keeps the plan and its add-ons), how many, and with which add-ons.

    Add-ons and `options` are as in an order (`LineWish`). `when`: now, renewal, or empty for the tenant's own way.
    """

    offer_uuid: UUID | str | None
    quantity: int
    add_on_uuids: Sequence[UUID | str] = ()
    options: Mapping[str, int] = field(default_factory=dict)
    when: str = ""


def targets_of(service: Service, wish: ChangeWish, *, is_client: bool) -> list[Target]:
    """What the service would be made of. What it has today keeps its price; what is new has today's.

    Raises `ChangeRefused` or `OrderRefused`.
    """
    _refuse_unfit(service)
    there = service.current_items
    if wish.offer_uuid is None:
        return _resized(there, whole_quantity(wish.quantity), service.currency)
    line = LineWish(wish.offer_uuid, wish.quantity, wish.add_on_uuids, skip_trial=True, options=wish.options)
    quoted = quote([line], service.client).lines[0]
    if not _suits(service, quoted.offer, is_client):
        raise PlanDoesNotFit(quoted.offer.sku)
    known = {(one.kind, one.sku): one for one in there}
    return [_target(known, quoted, Kind.PLAN), *(_target(known, one, Kind.ADD_ON) for one in quoted.add_ons)]


def plans_for(service: Service, *, is_client: bool) -> list[OfferCard]:
    """The plans that a service may move to, its own among them."""
    return [one for one in storefront.listed(service.currency) if _suits(service, one, is_client)]


def _refuse_unfit(service: Service) -> None:
    if service.status not in {Service.Status.TRIAL, Service.Status.ACTIVE}:
        raise ServiceNotRunning(str(service.uuid))
    if service.cancels_at:
        raise ServiceIsCancelled(str(service.uuid))


def _suits(service: Service, offer: OfferCard, is_client: bool) -> bool:
    """Within its product; staff may move it to any plan that is set up in the same way and renews."""
    if offer.sku == service.sku:
        return True
    plans = {one.sku: one for one in catalog.plans(service.currency)}
    there, here = plans.get(offer.sku), plans.get(service.sku)
    if there is None or offer.tld or not service.is_recurring or offer.period == "once":
        return False
    is_alike = there.provisioner == service.provisioner
    return is_alike and (not is_client or (here is not None and here.product_sku == there.product_sku))


def _resized(there: list[ServiceItem], seats: int, currency: str) -> list[Target]:
    plan = next(one for one in there if one.kind == Kind.PLAN)
    if seats != plan.quantity:
        _refuse_beyond(plan, seats, currency)
    return [Target.of(one, seats if one is plan or one.per_seat else None) for one in there]


def _refuse_beyond(plan: ServiceItem, seats: int, currency: str) -> None:
    """As many as the catalogue sells of it, also when the shop does not any more."""
    try:
        card = catalog.item(plan.sku, currency)
    except catalog.UnknownItem:
        raise PlanDoesNotFit(plan.sku) from None
    if not card.min_quantity <= seats <= card.max_quantity:
        raise QuantityOutOfRange(card.max_quantity, least=card.min_quantity)


def _target(known: dict[tuple[str, str], ServiceItem], line: QuotedLine, kind: str) -> Target:
    mine = known.get((kind, line.offer.sku))
    if mine:
        return Target.of(mine, line.quantity)
    return Target(
        kind=kind,
        sku=line.offer.sku,
        name=line.name[:200],
        quantity=line.quantity,
        unit_minor=line.unit.minor,
        wholesale_unit_minor=line.item.wholesale.minor,
        currency=line.unit.currency,
        period=line.offer.period,
        per_seat=line.offer.per_seat,
    )
