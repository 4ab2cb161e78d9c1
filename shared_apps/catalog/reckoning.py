"""The amounts of a price: what is in force, what a line of a version would make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from .errors import PricesOutOfOrder
from .models import Price, PriceLine


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of one price in minor units. `tiers`: by slug, what a tier pays; None for no price of its own."""

    wholesale: int
    floor: int
    suggested: int
    ceiling: int
    tiers: Mapping[str, int | None] = field(default_factory=dict)

    def check(self, price: Price) -> None:
        """Raise `PricesOutOfOrder` unless 0 ≤ every wholesale ≤ floor ≤ suggested ≤ ceiling."""
        own = [minor for minor in self.tiers.values() if minor is not None]
        in_order = (0, self.wholesale, self.floor, self.suggested, self.ceiling)
        if any(low > high for low, high in pairwise(in_order)) or any(
            not 0 <= minor <= self.floor for minor in own
        ):
            raise PricesOutOfOrder(str(price))


def amounts_of(price: Price) -> Amounts:
    """What is in force; reads the tiers' own prices from `price.of_tiers`."""
    return Amounts(
        price.wholesale_minor,
        price.floor_minor,
        price.suggested_minor,
        price.ceiling_minor,
        {own.tier.slug: own.wholesale_minor for own in price.of_tiers.all()},
    )


def paid_by(tier: str | None, amounts: Amounts) -> int:
    """What a tier pays: its own price or the list price. In minor units."""
    own = amounts.tiers.get(tier) if tier else None
    return amounts.wholesale if own is None else own


def wanted(line: PriceLine, before: Amounts | None = None) -> Amounts:
    """The amounts of a line; tiers that it does not name keep what they have, or had `before`."""
    kept = (before or amounts_of(line.price)).tiers
    return Amounts(
        line.wholesale_minor,
        line.floor_minor,
        line.suggested_minor,
        line.ceiling_minor,
        {**kept, **line.tiers},
    )


def same(old: Amounts, new: Amounts) -> bool:
    """Whether nothing would change."""
    own = {slug: minor for slug, minor in {**old.tiers, **new.tiers}.items() if minor is not None}
    plain = (old.wholesale, old.floor, old.suggested, old.ceiling)
    return plain == (new.wholesale, new.floor, new.suggested, new.ceiling) and own == dict(old.tiers)


def item_name(price: Price) -> str:
    """The plan with its product, or the add-on."""
    return f"{price.plan.product} {price.plan}" if price.plan else str(price.add_on)
