"""What an order costs: from the storefront's offers, never from what a browser sent (RELIABILITY 24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from shared_apps.catalog import door as catalog
from shared_apps.kernel.money import Money, total
from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import proven_addresses
from tenant_apps.storefront import queries as storefront
from tenant_apps.storefront.queries import OfferCard
from tenants.context import current_tenant

from .errors import (
    AddOnDoesNotFit,
    CurrencyDiffers,
    NothingOrdered,
    OfferUnavailable,
    OrderRefused,
    QuantityOutOfRange,
)
from .models import MOST_SEATS, OrderLine


@dataclass(frozen=True, slots=True)
class LineWish:
    """A plan wished for, how many of it, and with which add-ons; `skip_trial` pays from the first day."""

    offer_uuid: UUID | str
    quantity: int
    add_on_uuids: Sequence[UUID | str] = ()
    skip_trial: bool = False


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A plan or add-on at its price now. `item` holds what the operator asks for it."""

    offer: OfferCard
    item: catalog.PlanCard | catalog.AddOnCard
    quantity: int
    may_try: bool
    on_trial: bool
    add_ons: tuple[QuotedLine, ...] = ()

    @property
    def name(self) -> str:
        return self.offer.full_name

    @property
    def own_total(self) -> Money:
        return self.offer.retail * self.quantity

    @property
    def total(self) -> Money:
        """With its add-ons."""
        return total([self.own_total, *(one.total for one in self.add_ons)], self.offer.retail.currency)

    @property
    def due_now(self) -> Money:
        """Nothing while it is tried out."""
        return Money.zero(self.offer.retail.currency) if self.on_trial else self.total


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of a whole order: every period, and today."""

    lines: tuple[QuotedLine, ...]
    currency: str

    @property
    def total(self) -> Money:
        return total([line.total for line in self.lines], self.currency)

    @property
    def due_now(self) -> Money:
        return total([line.due_now for line in self.lines], self.currency)

    @property
    def has_trial(self) -> bool:
        return any(line.on_trial for line in self.lines)

    @property
    def could_have_trial(self) -> bool:
        """Whether anything in it may be tried out, be it wished or not."""
        return any(line.may_try for line in self.lines)


def quote(wishes: Sequence[LineWish], client: Client | None = None, *, currency: str = "") -> Quote:
    """Price an order for a client, or for a visitor. A constant number of queries.

    In the client's own currency; for a visitor in `currency`, the shop's own where none is named.

    A product is tried once by a client, whichever of its plans it was, and also once by a proven address,
    whichever client it was for (RELIABILITY 22): so 60 days are never passed by ordering anew.
    Raises an `OrderRefused` for what cannot be had.
    """
    if not wishes:
        raise NothingOrdered("No lines.")
    currency = client.currency if client else currency or current_tenant().currency
    on_sale = {str(offer.uuid): offer for offer in storefront.listed(currency)}
    if missing := next((one for one in wishes if str(one.offer_uuid) not in on_sale), None):
        raise _missing(missing.offer_uuid, currency)
    plans = {plan.sku: plan for plan in catalog.plans(currency)}
    add_ons = {item.sku: item for item in catalog.add_ons(currency)}
    tried = _tried(client, plans) if client else set()
    return Quote(tuple(_line(wish, on_sale, plans, add_ons, tried) for wish in wishes), currency)


def _tried(client: Client, plans: dict[str, catalog.PlanCard]) -> set[str]:
    """The products that a client has tried before, under whichever account."""
    whose = Q(order__client=client) | Q(tried_by__overlap=proven_addresses(client))
    lines = OrderLine.objects.filter(whose, kind=OrderLine.Kind.PLAN, starts_on_trial=True)
    return {plans[sku].product_sku for sku in lines.values_list("sku", flat=True) if sku in plans}


def _line(
    wish: LineWish,
    on_sale: dict[str, OfferCard],
    plans: dict[str, catalog.PlanCard],
    add_ons: dict[str, catalog.AddOnCard],
    tried: set[str],
) -> QuotedLine:
    offer = on_sale[str(wish.offer_uuid)]
    count = whole_quantity(wish.quantity)
    may_try = offer.has_trial and offer.product_sku not in tried
    on_trial = may_try and not wish.skip_trial
    extras = {str(extra.uuid): extra for extra in offer.add_ons}
    chosen = [_fitting(extras.get(str(uuid)), offer) for uuid in dict.fromkeys(map(str, wish.add_on_uuids))]
    return QuotedLine(
        offer,
        plans[offer.sku],
        count,
        may_try,
        on_trial,
        tuple(
            QuotedLine(one, add_ons[one.sku], count if one.per_seat else 1, may_try, on_trial)
            for one in chosen
        ),
    )


def _missing(offer_uuid: UUID | str, currency: str) -> OrderRefused:
    """Why an offer is not among those of a currency: it is of another one, or nobody can have it."""
    try:
        found = storefront.offer_for(offer_uuid)
    except storefront.OfferWithdrawn:
        return OfferUnavailable(str(offer_uuid))
    differs = found.retail.currency != currency
    return CurrencyDiffers(found.retail.currency) if differs else OfferUnavailable(str(offer_uuid))


def whole_quantity(value: object) -> int:
    """The value as a quantity, or `QuantityOutOfRange`: no truth values, fractions or texts."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_SEATS:
        raise QuantityOutOfRange(MOST_SEATS)
    return value


def _fitting(add_on: OfferCard | None, plan: OfferCard) -> OfferCard:
    """An add-on of this plan that is billed as the plan is, or once."""
    if add_on is None or add_on.period not in {plan.period, "once"}:
        raise AddOnDoesNotFit(plan.sku)
    return add_on
