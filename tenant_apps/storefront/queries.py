"""What a visitor may buy.

An offer whose item left the catalogue, or whose price is now beyond its limits, is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from shared_apps.catalog import door as catalog
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .models import Offer

Item = catalog.PlanCard | catalog.AddOnCard


class OfferWithdrawn(LookupError):
    """Nobody can buy this offer: it is unknown, hidden, or no longer within the catalogue's limits."""


@dataclass(frozen=True, slots=True)
class OfferCard:
    """An offer as visitors see it. It holds no wholesale price: a page or an answer may show all of it.

    `kind` is plan or add_on; a plan carries its `add_ons`. `retail` is for a period, and for a seat if
    `per_seat`.
    """

    uuid: UUID
    kind: str
    sku: str
    product_sku: str
    product_name: str
    product_summary: str
    icon: str
    group: str
    name: str
    names: dict[str, str]
    summary: str
    features: tuple[str, ...]
    period: str
    per_seat: bool
    has_trial: bool
    trial_days: int
    retail: Money
    add_ons: tuple[OfferCard, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.product_name} {self.name}".strip()

    @property
    def per(self) -> str:
        """What the price is for, in the reader's words."""
        return catalog.per_unit(self.period, self.per_seat)


def listed() -> list[OfferCard]:
    """Every plan on sale here, in the catalogue's order, each with its add-ons. Four queries."""
    return _plan_offers(_on_sale())


def listed_of(product_sku: str) -> list[OfferCard]:
    """The plans of one product on sale here."""
    return [offer for offer in listed() if offer.product_sku == product_sku]


def offer_for(uuid: UUID | str) -> OfferCard:
    """The plan or add-on on sale under this uuid; raises `OfferWithdrawn` (RELIABILITY 24)."""
    on_sale = _on_sale()
    wanted = next((offer for offer in on_sale.values() if str(offer.uuid) == str(uuid)), None)
    if wanted is None:
        raise OfferWithdrawn(str(uuid))
    cards = _plan_offers(on_sale) if wanted.kind == Offer.Kind.PLAN else _add_on_offers(on_sale)
    found = next((card for card in cards if card.uuid == wanted.uuid), None)
    if found is None:
        raise OfferWithdrawn(str(uuid))
    return found


def is_within(item: Item, retail: Money) -> bool:
    """Whether a price satisfies the catalogue's limits."""
    return retail.currency == item.floor.currency and item.floor <= retail <= item.ceiling


def _on_sale() -> dict[str, Offer]:
    currency = current_tenant().currency
    return {offer.sku: offer for offer in Offer.objects.filter(is_listed=True, currency=currency)}


def _plan_offers(on_sale: dict[str, Offer]) -> list[OfferCard]:
    add_ons = _add_on_items(on_sale)
    plans = [plan for plan in catalog.plans(current_tenant().currency) if _is_sold(plan, on_sale)]
    return [
        _plan_offer(plan, on_sale[plan.sku], [item for item in add_ons if _goes_with(item, plan)], on_sale)
        for plan in plans
    ]


def _add_on_offers(on_sale: dict[str, Offer]) -> list[OfferCard]:
    return [_add_on_offer(item, on_sale[item.sku]) for item in _add_on_items(on_sale)]


def _add_on_items(on_sale: dict[str, Offer]) -> list[catalog.AddOnCard]:
    return [item for item in catalog.add_ons(current_tenant().currency) if _is_sold(item, on_sale)]


def _is_sold(item: Item, on_sale: dict[str, Offer]) -> bool:
    offer = on_sale.get(item.sku)
    return offer is not None and offer.kind == item.kind and is_within(item, offer.retail)


def _goes_with(item: catalog.AddOnCard, plan: catalog.PlanCard) -> bool:
    """An add-on is billed as its plan is, or once."""
    return item.suits(plan.sku) and item.period in {plan.period, "once"}


def _plan_offer(
    plan: catalog.PlanCard, offer: Offer, add_ons: list[catalog.AddOnCard], on_sale: dict[str, Offer]
) -> OfferCard:
    return OfferCard(
        uuid=offer.uuid,
        kind=offer.kind,
        sku=plan.sku,
        product_sku=plan.product_sku,
        product_name=plan.product_name,
        product_summary=plan.product_summary,
        icon=plan.icon,
        group=plan.group,
        name=plan.name,
        names=plan.names,
        summary=plan.summary,
        features=plan.features,
        period=plan.period,
        per_seat=plan.per_seat,
        has_trial=plan.has_trial,
        trial_days=plan.trial_days,
        retail=offer.retail,
        add_ons=tuple(_add_on_offer(item, on_sale[item.sku]) for item in add_ons),
    )


def _add_on_offer(item: catalog.AddOnCard, offer: Offer) -> OfferCard:
    return OfferCard(
        uuid=offer.uuid,
        kind=offer.kind,
        sku=item.sku,
        product_sku="",
        product_name="",
        product_summary="",
        icon="plus",
        group="",
        name=item.name,
        names=item.names,
        summary=item.summary,
        features=(),
        period=item.period,
        per_seat=item.per_seat,
        has_trial=False,
        trial_days=0,
        retail=offer.retail,
    )
