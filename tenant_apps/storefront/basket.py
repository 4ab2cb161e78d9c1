"""What a visitor puts together on a product's page, and what it would cost. Ordering computes it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from branding.formats import ascii_digits, number
from shared_apps.kernel.money import Money, total

from .queries import OfferCard

MOST = 10_000


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One row of the summary."""

    label: str
    quantity: int
    amount: Money
    is_saving: bool = False


@dataclass(frozen=True, slots=True)
class Basket:
    """A plan, how many of it, and its chosen add-ons. An add-on per seat counts once a seat, others once."""

    plan: OfferCard
    quantity: int
    add_ons: Sequence[OfferCard]

    @property
    def lines(self) -> list[BasketLine]:
        return [self._line(self.plan, self.quantity), *(self._extra(add_on) for add_on in self.add_ons)]

    @property
    def total(self) -> Money:
        return total([line.amount for line in self.lines], self.plan.retail.currency)

    @property
    def chosen_uuids(self) -> set[str]:
        return {str(add_on.uuid) for add_on in self.add_ons}

    def _extra(self, add_on: OfferCard) -> BasketLine:
        return self._line(add_on, self.quantity if add_on.per_seat else 1)

    def _line(self, offer: OfferCard, count: int) -> BasketLine:
        label = f"{offer.full_name} × {number(count)}" if count > 1 else offer.full_name
        return BasketLine(label, count, offer.retail * count)


def basket_of(wishes: QueryDict | MultiValueDict[str, str], offers: Sequence[OfferCard]) -> Basket:
    """Read `offer`, `quantity` and `add_ons` leniently: what cannot be had is left out, never an error."""
    plan = next((offer for offer in offers if str(offer.uuid) == wishes.get("offer")), suggested(offers))
    wanted = set(wishes.getlist("add_ons"))
    return Basket(
        plan, _quantity(wishes.get("quantity") or "1"), [a for a in plan.add_ons if str(a.uuid) in wanted]
    )


def suggested(offers: Sequence[OfferCard]) -> OfferCard:
    """The plan that is chosen before the visitor chooses: the middle one of three or more."""
    return offers[len(offers) // 2] if len(offers) > 2 else offers[0]


def _quantity(text: str) -> int:
    plain = ascii_digits(text).strip()
    return min(max(int(plain), 1), MOST) if plain.isascii() and plain.isdigit() and len(plain) < 9 else 1
