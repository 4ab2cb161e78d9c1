"""The catalogue as tenants see it: frozen cards with Money, texts in the reader's language.

In a reseller's tenant it holds what that reseller may sell, at the wholesale prices of its tier.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from shared_apps.kernel.money import Money
from tenants.context import scope_or_none

from .changes import (
    ChangedItem,
    Limits,
    PriceChange,
    Weighed,
    changed_items,
    note_announced,
    note_taken_over,
    note_weighed,
    price_change,
    price_changes,
    was_told,
)
from .mails import mail_owners
from .models import MOST, AddOn, Plan, Price
from .outlook_rows import shown_rows
from .queries import currencies_on_sale, prices_of_add_ons, prices_of_plans, products_on_sale
from .sellers import (
    SellerCard,
    TierCard,
    UnknownProduct,
    UnknownTier,
    products_for_choice,
    set_terms,
    terms_of,
    tier_news,
    tier_of,
    tiers,
)
from .wording import per_unit, spoken, spoken_list

__all__ = [
    "MOST",
    "AddOnCard",
    "ChangedItem",
    "Limits",
    "PlanCard",
    "PriceChange",
    "ProductCard",
    "SellerCard",
    "TierCard",
    "UnknownItem",
    "UnknownProduct",
    "UnknownTier",
    "Weighed",
    "add_on",
    "add_ons",
    "changed_items",
    "currencies",
    "item",
    "mail_owners",
    "note_announced",
    "note_taken_over",
    "note_weighed",
    "per_unit",
    "plan",
    "plans",
    "price_change",
    "price_changes",
    "product_skus",
    "products",
    "products_for_choice",
    "set_terms",
    "shown_rows",
    "terms_of",
    "tier_news",
    "tier_of",
    "tiers",
    "was_told",
]


class UnknownItem(LookupError):
    """The catalogue sells no such plan or add-on in this currency."""


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan with its product and its price in one currency. `names` holds its name in every language."""

    sku: str
    product_sku: str
    product_name: str
    product_summary: str
    product_description: str
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
    trial_step_days: int
    trial_max_days: int
    trial_end: str
    min_quantity: int
    max_quantity: int
    provisioner: str
    tld: str
    wholesale: Money
    suggested: Money
    floor: Money
    ceiling: Money
    kind: str = "plan"

    @property
    def full_name(self) -> str:
        return f"{self.product_name} {self.name}"

    @property
    def per(self) -> str:
        return per_unit(self.period, self.per_seat)


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as the platform's own site shows it: no prices."""

    sku: str
    name: str
    summary: str
    icon: str
    group: str


@dataclass(frozen=True, slots=True)
class AddOnCard:
    """An add-on with its price in one currency; empty `plan_skus` means that it goes with every plan.

    Of one `choice_group` (whose name is `choice_name`) at most one is chosen.
    """

    sku: str
    name: str
    names: dict[str, str]
    summary: str
    period: str
    per_seat: bool
    choice_group: str
    choice_name: str
    is_required: bool
    min_quantity: int
    max_quantity: int
    plan_skus: frozenset[str]
    wholesale: Money
    suggested: Money
    floor: Money
    ceiling: Money
    kind: str = "add_on"

    @property
    def full_name(self) -> str:
        return self.name

    @property
    def per(self) -> str:
        return per_unit(self.period, self.per_seat)

    def suits(self, plan_sku: str) -> bool:
        return not self.plan_skus or plan_sku in self.plan_skus


def plans(currency: str) -> list[PlanCard]:
    """Every plan on sale in a currency, in the catalogue's order. One query."""
    return [_plan_card(price) for price in prices_of_plans(currency, _seller())]


def plan(sku: str, currency: str) -> PlanCard:
    """One plan on sale; `UnknownItem` where there is none."""
    price = prices_of_plans(currency, _seller()).filter(plan__sku=sku).first()
    if price is None:
        raise UnknownItem(f"{sku} in {currency}")
    return _plan_card(price)


def add_ons(currency: str, plan_sku: str = "") -> list[AddOnCard]:
    """Every add-on on sale in a currency; with `plan_sku` only those that go with that plan. Two queries."""
    cards = [_add_on_card(price) for price in prices_of_add_ons(currency, _seller())]
    return [card for card in cards if not plan_sku or card.suits(plan_sku)]


def add_on(sku: str, currency: str) -> AddOnCard:
    """One add-on on sale; `UnknownItem` where there is none."""
    price = prices_of_add_ons(currency, _seller()).filter(add_on__sku=sku).first()
    if price is None:
        raise UnknownItem(f"{sku} in {currency}")
    return _add_on_card(price)


def item(sku: str, currency: str) -> PlanCard | AddOnCard:
    """The plan or the add-on of that sku; `UnknownItem` where there is neither."""
    try:
        return plan(sku, currency)
    except UnknownItem:
        return add_on(sku, currency)


def products() -> list[ProductCard]:
    """Every product that has a plan on sale, in the catalogue's order. One query."""
    return [
        ProductCard(
            product.sku,
            spoken(product.name),
            spoken(product.summary),
            product.icon,
            spoken(product.group.name),
        )
        for product in products_on_sale()
    ]


def product_skus(skus: Iterable[str]) -> dict[str, str]:
    """The product of each of these plans, on sale or not; an add-on belongs to none. One query."""
    return dict(Plan.objects.filter(sku__in=set(skus)).values_list("sku", "product__sku"))


def currencies() -> list[str]:
    """The currencies in which anything is on sale: a reseller can trade in these."""
    return currencies_on_sale()


def _seller() -> int | None:
    """The reseller acted in; none in the operator's tenant and on shared data."""
    scope = scope_or_none()
    tenant = scope.tenant if scope else None
    return tenant.id if tenant and not tenant.is_operator else None


def _plan_card(price: Price) -> PlanCard:
    plan = cast(Plan, price.plan)
    product = plan.product
    return PlanCard(
        sku=plan.sku,
        product_sku=product.sku,
        product_name=spoken(product.name),
        product_summary=spoken(product.summary),
        product_description=spoken(product.description),
        icon=product.icon,
        group=spoken(product.group.name),
        name=spoken(plan.name),
        names=plan.name,
        summary=spoken(plan.summary),
        features=spoken_list(plan.features),
        period=plan.period,
        per_seat=plan.per_seat,
        has_trial=plan.has_trial,
        trial_days=plan.trial_days,
        trial_step_days=plan.trial_step_days,
        trial_max_days=plan.trial_max_days,
        trial_end=plan.trial_end,
        min_quantity=plan.min_quantity,
        max_quantity=plan.max_quantity,
        provisioner=plan.provisioner,
        tld=plan.tld,
        wholesale=_wholesale(price),
        suggested=price.suggested,
        floor=price.floor,
        ceiling=price.ceiling,
    )


def _add_on_card(price: Price) -> AddOnCard:
    add_on = cast(AddOn, price.add_on)
    return AddOnCard(
        sku=add_on.sku,
        name=spoken(add_on.name),
        names=add_on.name,
        summary=spoken(add_on.summary),
        period=add_on.period,
        per_seat=add_on.per_seat,
        choice_group=add_on.choice_group,
        choice_name=spoken(add_on.choice_name),
        is_required=add_on.is_required,
        min_quantity=add_on.min_quantity,
        max_quantity=add_on.max_quantity,
        plan_skus=frozenset(plan.sku for plan in add_on.plans.all()),
        wholesale=_wholesale(price),
        suggested=price.suggested,
        floor=price.floor,
        ceiling=price.ceiling,
    )


def _wholesale(price: Price) -> Money:
    return Money(cast(int, price.wholesale_now), price.currency)  # type: ignore[attr-defined]
