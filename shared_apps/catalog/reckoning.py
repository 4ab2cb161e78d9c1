"""The amounts of a price: what is in force, what a line of a version would make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from shared_apps.kernel.money import BASIS_POINTS, round_half_up

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
    """The amounts of a line; tiers that it does not name keep what they have, or had `before`.

    One that came after the draft and would pay more than the new floor pays the floor.
    """
    kept = (before or amounts_of(line.price)).tiers
    limited = {slug: min(minor, line.floor_minor) for slug, minor in kept.items() if minor is not None}
    return Amounts(
        line.wholesale_minor,
        line.floor_minor,
        line.suggested_minor,
        line.ceiling_minor,
        {**limited, **line.tiers},
    )


def adjusted(amounts: Amounts, part: str, basis_points: int) -> Amounts:
    """Amounts that are so much higher (10,000 = doubled) or lower: "wholesale", "retail" limits, or "all"."""

    def by(minor: int) -> int:
        return max(0, round_half_up(Fraction(minor * (BASIS_POINTS + basis_points), BASIS_POINTS)))

    if part in ("wholesale", "all"):
        own = {slug: by(minor) for slug, minor in amounts.tiers.items() if minor is not None}
        amounts = replace(amounts, wholesale=by(amounts.wholesale), tiers=own)
    if part in ("retail", "all"):
        limits = (by(amounts.floor), by(amounts.suggested), by(amounts.ceiling))
        amounts = replace(amounts, floor=limits[0], suggested=limits[1], ceiling=limits[2])
    return amounts


def same(old: Amounts, new: Amounts) -> bool:
    """Whether nothing would change."""
    own = {slug: minor for slug, minor in {**old.tiers, **new.tiers}.items() if minor is not None}
    plain = (old.wholesale, old.floor, old.suggested, old.ceiling)
    return plain == (new.wholesale, new.floor, new.suggested, new.ceiling) and own == dict(old.tiers)


def item_name(price: Price) -> str:
    """The plan with its product, or the add-on."""
    return f"{price.plan.product} {price.plan}" if price.plan else str(price.add_on)
