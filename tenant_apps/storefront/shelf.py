"""How the shop's pages arrange what is on sale: by period, by product, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from shared_apps.kernel.money import Money, round_half_up

from .queries import OfferCard

MONTH, YEAR, ONCE = "month", "year", "once"
RECURRING = (MONTH, YEAR)
MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class ProductShelf:
    """A product with the plans that a visitor sees of it; `start` is its lowest price."""

    sku: str
    name: str
    summary: str
    icon: str
    offers: tuple[OfferCard, ...]
    description: str = ""

    @property
    def is_domain(self) -> bool:
        return all(offer.tld for offer in self.offers)

    @property
    def start(self) -> OfferCard:
        return min(self.offers, key=lambda offer: offer.retail.minor)

    @property
    def recommended(self) -> OfferCard | None:
        """The one in the middle, where there are three or more to choose from."""
        return self.offers[len(self.offers) // 2] if len(self.offers) > 2 else None


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """A plan in the comparison. Of a yearly one: what it is a month, and what twelve months would cost more."""

    offer: OfferCard
    per_month: Money | None = None
    saving: Money | None = None

    @property
    def name(self) -> str:
        return self.offer.name


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """One line of a comparison: a feature and, for each plan, whether it has it."""

    feature: str
    included: tuple[bool, ...]


def products(offers: Iterable[OfferCard]) -> list[ProductShelf]:
    """Offers gathered by product, in the catalogue's order."""
    shelves = []
    for sku, group in groupby(offers, key=lambda offer: offer.product_sku):
        gathered = tuple(group)
        first = gathered[0]
        named = (sku, first.product_name, first.product_summary, first.icon)
        shelves.append(ProductShelf(*named, gathered, first.product_description))
    return shelves


def periods(offers: Iterable[OfferCard]) -> list[str]:
    """The recurring periods that are on sale, monthly first."""
    found = {offer.period for offer in offers}
    return [period for period in RECURRING if period in found]


def chosen_period(wish: str, available: list[str]) -> str:
    """The wished period where it is on sale, else the first one that is."""
    return wish if wish in available else next(iter(available), ONCE)


def of_period(offers: Iterable[OfferCard], period: str) -> list[OfferCard]:
    """For each product the plans of that period, or all of its plans where it has none of it."""
    kept: list[OfferCard] = []
    for shelf in products(offers):
        kept += [offer for offer in shelf.offers if offer.period == period] or shelf.offers
    return kept


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans side by side, line by line."""

    plans: tuple[ComparedPlan, ...]
    rows: tuple[FeatureRow, ...]

    @property
    def has_trial(self) -> bool:
        return any(plan.offer.has_trial for plan in self.plans)

    @property
    def has_saving(self) -> bool:
        return any(plan.saving for plan in self.plans)


def comparison(shown: Sequence[OfferCard], every: Iterable[OfferCard]) -> Comparison:
    """The shown plans of a product, with every feature in order of first mention.

    What a year saves is told against the same plan by the month among `every`.
    """
    monthly = _monthly(every)
    features = dict.fromkeys(feature for plan in shown for feature in plan.features)
    rows = (FeatureRow(feature, tuple(feature in plan.features for plan in shown)) for feature in features)
    return Comparison(tuple(_compared(plan, monthly) for plan in shown), tuple(rows))


def _compared(plan: OfferCard, monthly: dict[tuple[str, str], Money]) -> ComparedPlan:
    if plan.period != YEAR:
        return ComparedPlan(plan)
    month = monthly.get((plan.product_sku, plan.name))
    saving = month * MONTHS_PER_YEAR - plan.retail if month else None
    is_less = saving is not None and saving.minor > 0
    return ComparedPlan(plan, plan.retail.fraction(1, MONTHS_PER_YEAR), saving if is_less else None)


def _monthly(offers: Iterable[OfferCard]) -> dict[tuple[str, str], Money]:
    return {(one.product_sku, one.name): one.retail for one in offers if one.period == MONTH}


def yearly_saving(offers: Iterable[OfferCard]) -> int:
    """The most, in whole percent, that a year costs less than twelve months of the same plan; or 0."""
    plans = list(offers)
    monthly = _monthly(plans)
    yearly = [plan for plan in plans if plan.period == YEAR and (plan.product_sku, plan.name) in monthly]
    savings = [_saving(monthly[plan.product_sku, plan.name], plan.retail) for plan in yearly]
    return max([0, *savings])


def _saving(month: Money, year: Money) -> int:
    twelve = month * MONTHS_PER_YEAR
    return round_half_up(Fraction((twelve - year).minor * 100, twelve.minor)) if twelve else 0
