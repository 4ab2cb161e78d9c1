"""The office's view of the storefront: the catalogue on one side, the reseller's own prices on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from shared_apps.catalog import door as catalog
from shared_apps.kernel.money import Money, round_half_up

from .models import Offer
from .queries import is_within

Item = catalog.PlanCard | catalog.AddOnCard


@dataclass(frozen=True, slots=True)
class StockRow:
    """A catalogue item with its offer, where the reseller sells it."""

    item: Item
    offer: Offer | None

    @property
    def state(self) -> str:
        """absent, listed, hidden, or blocked: its price is beyond the catalogue's limits as they are now."""
        if self.offer is None:
            return "absent"
        if not is_within(self.item, self.offer.retail):
            return "blocked"
        return "listed" if self.offer.is_listed else "hidden"

    @property
    def margin(self) -> Margin | None:
        return margin_of(self.item, self.offer.retail) if self.offer else None


@dataclass(frozen=True, slots=True)
class StockShelf:
    """A product with its rows; the add-ons stand on a shelf of their own, without a name."""

    name: str
    icon: str
    rows: Sequence[StockRow]


@dataclass(frozen=True, slots=True)
class Margin:
    """What is left of a retail price after wholesale, in money and in percent of the price."""

    amount: Money
    percent: int


def margin_of(item: Item, retail: Money) -> Margin:
    """Before gateway fees and commissions, which depend on the payment."""
    amount = retail - item.wholesale
    share = Fraction(amount.minor * 100, retail.minor) if retail else Fraction(0)
    return Margin(amount, round_half_up(share))


def shelves(currency: str) -> list[StockShelf]:
    """Everything that the reseller could sell in a currency, by product; add-ons last. Four queries."""
    offers = {offer.sku: offer for offer in Offer.objects.filter(currency=currency)}
    found = []
    for _sku, plans in groupby(catalog.plans(currency), key=lambda plan: plan.product_sku):
        rows = [StockRow(plan, offers.get(plan.sku)) for plan in plans]
        found.append(StockShelf(rows[0].item.product_name, rows[0].item.icon, rows))  # type: ignore[union-attr]
    extras = [StockRow(item, offers.get(item.sku)) for item in catalog.add_ons(currency)]
    return [*found, StockShelf("", "puzzle", extras)] if extras else found


def leftovers(shelves: Sequence[StockShelf], currency: str) -> list[Offer]:
    """Offers of items that the catalogue no longer sells in this currency."""
    sold = {row.item.sku for shelf in shelves for row in shelf.rows}
    return list(Offer.objects.filter(currency=currency).exclude(sku__in=sold))
