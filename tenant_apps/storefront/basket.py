"""What a visitor puts together on a product's page, and what it would cost. Ordering computes it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from branding.formats import ascii_digits, number
from shared_apps.kernel.money import Money, total

from .options import Form, OptionGroup, always_of, chosen_in, counted_of, groups_of, plain_of
from .queries import OfferCard


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One row of the summary."""

    label: str
    quantity: int
    amount: Money
    is_saving: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """A chosen add-on and how many of it."""

    offer: OfferCard
    quantity: int


@dataclass(frozen=True, slots=True)
class Basket:
    """A plan, how many of it, and its chosen add-ons. An add-on per seat counts once a seat."""

    plan: OfferCard
    quantity: int
    extras: Sequence[Extra]

    @property
    def lines(self) -> list[BasketLine]:
        """The plan and what is chosen with it; what is included for nothing has no row."""
        paid = [one for one in self.extras if one.offer.retail]
        return [_line(self.plan, self.quantity), *(_line(one.offer, one.quantity) for one in paid)]

    @property
    def total(self) -> Money:
        return total([line.amount for line in self.lines], self.plan.retail.currency)

    @property
    def chosen(self) -> set[UUID]:
        return {one.offer.uuid for one in self.extras}

    @property
    def groups(self) -> list[OptionGroup]:
        return groups_of(self.plan)

    @property
    def plain(self) -> list[OfferCard]:
        return plain_of(self.plan)

    @property
    def counted(self) -> list[Extra]:
        """The counted add-ons, each with how many are chosen: none of it is 0."""
        chosen = {one.offer.uuid: one.quantity for one in self.extras}
        return [Extra(one, chosen.get(one.uuid, 0)) for one in counted_of(self.plan)]


def basket_of(wishes: Form, offers: Sequence[OfferCard]) -> Basket:
    """Read what was put together leniently: what cannot be had is left out or set right, never an error."""
    plan = next((offer for offer in offers if str(offer.uuid) == wishes.get("offer")), suggested(offers))
    quantity = _within(_whole(wishes.get("quantity") or ""), plan)
    return Basket(plan, quantity, _extras(wishes, plan, quantity))


def suggested(offers: Sequence[OfferCard]) -> OfferCard:
    """The plan that is chosen before the visitor chooses: the middle one of three or more."""
    return offers[len(offers) // 2] if len(offers) > 2 else offers[0]


def _extras(wishes: Form, plan: OfferCard, seats: int) -> list[Extra]:
    chosen = chosen_in(wishes)
    wanted = {*chosen.add_ons, *(str(one.uuid) for one in always_of(plan))}
    counts = {str(one.uuid): _within(chosen.counts.get(str(one.uuid), 0), one) for one in counted_of(plan)}
    picked = {str(one.uuid) for group in groups_of(plan) if (one := _pick(group, wanted))}
    simple = {str(one.uuid) for one in plain_of(plan)} & wanted
    found = []
    for one in plan.add_ons:
        key = str(one.uuid)
        if key in picked | simple:
            found.append(Extra(one, seats if one.per_seat else one.min_quantity))
        elif key in counts and (key in chosen.counts or one.is_required):
            found.append(Extra(one, counts[key]))
    return found


def _pick(group: OptionGroup, wanted: set[str]) -> OfferCard | None:
    """The wished choice of an option; the first one where something has to be chosen."""
    found = next((one for one in group.choices if str(one.uuid) in wanted), None)
    return found or (group.choices[0] if group.is_required else None)


def _line(offer: OfferCard, count: int) -> BasketLine:
    label = f"{offer.full_name} × {number(count)}" if count > 1 else offer.full_name
    return BasketLine(label, count, offer.retail * count)


def _within(count: int, offer: OfferCard) -> int:
    return min(max(count, offer.min_quantity), offer.max_quantity)


def _whole(text: str) -> int:
    plain = ascii_digits(text).strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else 1
