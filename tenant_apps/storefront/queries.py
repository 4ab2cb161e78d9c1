"""What a visitor may buy.

An offer whose item left the catalogue, or whose price is now beyond its limits, is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError

from shared_apps.catalog import door as catalog
from shared_apps.catalog.door import MOST
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
    product_description: str = ""
    choice_group: str = ""
    choice_name: str = ""
    is_required: bool = False
    min_quantity: int = 1
    max_quantity: int = MOST
    tld: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.product_name} {self.name}".strip()

    @property
    def per(self) -> str:
        """What the price is for, in the reader's words."""
        return catalog.per_unit(self.period, self.per_seat)

    @property
    def has_own_quantity(self) -> bool:
        """Whether somebody chooses how many: an add-on per seat goes with its plan's seats."""
        return self.max_quantity > 1 and not (self.kind == Offer.Kind.ADD_ON and self.per_seat)


def current_currencies() -> list[str]:
    """The currencies in which this shop sells plans, its own first; its own where it sells none yet."""
    own = current_tenant().currency
    sold = Offer.objects.filter(is_listed=True, kind=Offer.Kind.PLAN).values_list("currency", flat=True)
    return sorted(set(sold), key=lambda code: (code != own, code)) or [own]


def listed(currency: str = "") -> list[OfferCard]:
    """Every plan on sale in a currency (the shop's own where none is named), each with its add-ons.

    In the catalogue's order. Four queries.
    """
    return _plan_offers(_on_sale(currency or current_tenant().currency))


def listed_of(product_sku: str, currency: str = "") -> list[OfferCard]:
    """The plans of one product on sale here."""
    return [offer for offer in listed(currency) if offer.product_sku == product_sku]


def offer_for(uuid: UUID | str) -> OfferCard:
    """The plan or add-on on sale under this uuid; raises `OfferWithdrawn` (RELIABILITY 24)."""
    wanted = _known_offer(uuid)
    on_sale = _on_sale(wanted.currency)
    cards = _plan_offers(on_sale) if wanted.kind == Offer.Kind.PLAN else _add_on_offers(on_sale)
    found = next((card for card in cards if card.uuid == wanted.uuid), None)
    if found is None:
        raise OfferWithdrawn(str(uuid))
    return found


def skus_of(uuids: Sequence[str]) -> dict[str, str]:
    """The sku of each offer, hidden ones as well, by uuid; one query, none for nothing."""
    valid = [uuid for uuid in uuids if _is_uuid(uuid)]
    found = Offer.objects.filter(uuid__in=valid).values_list("uuid", "sku") if valid else []
    return {str(uuid): sku for uuid, sku in found}


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _known_offer(uuid: UUID | str) -> Offer:
    try:
        return Offer.objects.get(uuid=uuid, is_listed=True)
    except (Offer.DoesNotExist, ValueError, ValidationError):
        raise OfferWithdrawn(str(uuid)) from None


def is_within(item: Item, retail: Money) -> bool:
    """Whether a price satisfies the catalogue's limits."""
    return retail.currency == item.floor.currency and item.floor <= retail <= item.ceiling


@dataclass(frozen=True, slots=True)
class _OnSale:
    """The listed offers of one currency, by sku."""

    currency: str
    offers: dict[str, Offer]


def _on_sale(currency: str) -> _OnSale:
    found = Offer.objects.filter(is_listed=True, currency=currency)
    return _OnSale(currency, {offer.sku: offer for offer in found})


def _plan_offers(on_sale: _OnSale) -> list[OfferCard]:
    offers = on_sale.offers
    add_ons = _add_on_items(on_sale)
    plans = [plan for plan in catalog.plans(on_sale.currency) if _is_sold(plan, offers)]
    return [
        _plan_offer(plan, offers[plan.sku], [item for item in add_ons if _goes_with(item, plan)], offers)
        for plan in plans
    ]


def _add_on_offers(on_sale: _OnSale) -> list[OfferCard]:
    return [_add_on_offer(item, on_sale.offers[item.sku]) for item in _add_on_items(on_sale)]


def _add_on_items(on_sale: _OnSale) -> list[catalog.AddOnCard]:
    return [item for item in catalog.add_ons(on_sale.currency) if _is_sold(item, on_sale.offers)]


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
        product_description=plan.product_description,
        min_quantity=plan.min_quantity,
        max_quantity=plan.max_quantity,
        tld=plan.tld,
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
        choice_group=item.choice_group,
        choice_name=item.choice_name,
        is_required=item.is_required,
        min_quantity=item.min_quantity,
        max_quantity=item.max_quantity,
    )
