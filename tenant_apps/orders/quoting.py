"""What an order costs: from the storefront's offers, never from what a browser sent (RELIABILITY 24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Q

from shared_apps.catalog import door as catalog
from shared_apps.kernel.money import Money, total
from shared_apps.kernel.taxes import NO_TAX, TaxRate, tax_on
from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import proven_addresses
from tenant_apps.pricing.coupons import PricedLine, coupon_for, discounts, suits
from tenant_apps.pricing.errors import CouponRefused
from tenant_apps.pricing.models import Coupon
from tenant_apps.pricing.taxes import tax_rate_for
from tenant_apps.storefront import queries as storefront
from tenant_apps.storefront.queries import OfferCard
from tenants.context import current_tenant

from .errors import (
    AddOnDoesNotFit,
    CouponNotAccepted,
    CurrencyDiffers,
    NameTaken,
    NothingOrdered,
    OfferUnavailable,
    OrderRefused,
    PriceBeyondLimits,
    QuantityOutOfRange,
)
from .models import MOST_SEATS, OrderLine
from .options import fitting_label, in_range, whole_chosen

LONGEST_LABEL = 253


@dataclass(frozen=True, slots=True)
class LineWish:
    """A plan wished for, how many of it, and with which add-ons; `skip_trial` pays from the first day.

    `options`: more add-ons by their offer's uuid, each with how many of it. `label`: the buyer's own name for
    it, such as a domain. `override`: another price for one of the plan, which staff alone may name; `overrides`:
    likewise for chosen add-ons, by their offer's uuid.
    """

    offer_uuid: UUID | str
    quantity: int
    add_on_uuids: Sequence[UUID | str] = ()
    skip_trial: bool = False
    options: Mapping[str, int] = field(default_factory=dict)
    label: str = ""
    override: Money | None = None
    overrides: Mapping[str, Money] = field(default_factory=dict)

    @property
    def has_own_prices(self) -> bool:
        return self.override is not None or bool(self.overrides)


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A plan or add-on at its price now. `item` holds what the operator asks for it.

    `unit` is the offer's price or what staff named; `discount` is for the line in the first period, and as
    often again as the coupon says: `recurring_bp` of the price, or `recurring_minor` off the line.
    """

    offer: OfferCard
    item: catalog.PlanCard | catalog.AddOnCard
    quantity: int
    may_try: bool
    on_trial: bool
    unit: Money
    add_ons: tuple[QuotedLine, ...] = ()
    label: str = ""
    rate: TaxRate = NO_TAX
    discount_minor: int = 0
    recurring_bp: int = 0
    recurring_minor: int = 0
    discount_periods: int | None = 0

    @property
    def name(self) -> str:
        return self.offer.full_name

    @property
    def own_total(self) -> Money:
        """Unit × quantity, before discount and tax."""
        return self.unit * self.quantity

    @property
    def discount(self) -> Money:
        return Money(self.discount_minor, self.unit.currency)

    @property
    def net(self) -> Money:
        return tax_on(self.own_total - self.discount, self.rate).net

    @property
    def tax(self) -> Money:
        return tax_on(self.own_total - self.discount, self.rate).tax

    @property
    def gross(self) -> Money:
        """What the line costs in the first period, after discount and with tax."""
        return self.net + self.tax

    @property
    def total(self) -> Money:
        """With its add-ons."""
        return total([self.gross, *(one.total for one in self.add_ons)], self.unit.currency)

    @property
    def due_now(self) -> Money:
        """Nothing while it is tried out."""
        return Money.zero(self.unit.currency) if self.on_trial else self.total


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of a whole order: the first period, and today."""

    lines: tuple[QuotedLine, ...]
    currency: str
    rate: TaxRate = NO_TAX
    coupon: Coupon | None = None

    @property
    def every_line(self) -> tuple[QuotedLine, ...]:
        """The plans, each followed by its add-ons."""
        return tuple(_flat(self.lines))

    @property
    def subtotal(self) -> Money:
        """Before discount and tax."""
        return total([line.own_total for line in self.every_line], self.currency)

    @property
    def discount(self) -> Money:
        return total([line.discount for line in self.every_line], self.currency)

    @property
    def tax(self) -> Money:
        return total([line.tax for line in self.every_line], self.currency)

    @property
    def total(self) -> Money:
        """After discount and with tax."""
        return total([line.total for line in self.lines], self.currency)

    @property
    def due_now(self) -> Money:
        return total([line.due_now for line in self.lines], self.currency)

    @property
    def names(self) -> list[str]:
        """The domain names that it registers, in A-labels."""
        return [line.label for line in self.lines if line.offer.tld]

    @property
    def has_trial(self) -> bool:
        return any(line.on_trial for line in self.lines)

    @property
    def could_have_trial(self) -> bool:
        """Whether anything in it may be tried out, be it wished or not."""
        return any(line.may_try for line in self.lines)


def quote(
    wishes: Sequence[LineWish],
    client: Client | None = None,
    *,
    currency: str = "",
    coupon: str = "",
    country: str = "",
) -> Quote:
    """Price an order for a client, or for a visitor (from a country). A constant number of queries.

    In `currency`; where none is named in the client's own, for a visitor in the shop's.

    A product is tried once by a client, whichever of its plans it was, and also once by a proven address,
    whichever client it was for (RELIABILITY 22): so 60 days are never passed by ordering anew.
    Raises an `OrderRefused` for what cannot be had.
    """
    if not wishes:
        raise NothingOrdered("No lines.")
    currency = currency or (client.currency if client else current_tenant().currency)
    on_sale = {str(offer.uuid): offer for offer in storefront.listed(currency)}
    if missing := next((one for one in wishes if str(one.offer_uuid) not in on_sale), None):
        raise _missing(missing.offer_uuid, currency)
    plans = {plan.sku: plan for plan in catalog.plans(currency)}
    add_ons = {item.sku: item for item in catalog.add_ons(currency)}
    tried = _tried(client, plans) if client else set()
    lines = tuple(_line(wish, on_sale, plans, add_ons, tried) for wish in wishes)
    _refuse_same_names(lines)
    return _priced(Quote(lines, currency), client, coupon, country)


def _priced(plain: Quote, client: Client | None, code: str, country: str) -> Quote:
    """The quote with its coupon and tax."""
    rate = tax_rate_for(client, country=country)
    priced = [PricedLine(line.offer.sku, line.own_total) for line in plain.every_line]
    coupon = _coupon(code, client, priced) if code.strip() else None
    cuts = discounts(coupon, priced) if coupon else [Money.zero(plain.currency)] * len(priced)
    left = iter(cuts)
    lines = tuple(_with(line, left, coupon, rate) for line in plain.lines)
    return Quote(lines, plain.currency, rate, coupon)


def _coupon(code: str, client: Client | None, lines: Sequence[PricedLine]) -> Coupon:
    try:
        return coupon_for(code, client, lines)
    except CouponRefused as refused:
        raise CouponNotAccepted(refused.words) from refused


def _with(line: QuotedLine, cuts: Iterator[Money], coupon: Coupon | None, rate: TaxRate) -> QuotedLine:
    """A line, and then its add-ons, with what each saves and is taxed; takes one of `cuts` for each."""
    cut = next(cuts)
    priced = replace(line, rate=rate, discount_minor=cut.minor)
    if coupon and suits(coupon, line.offer.sku):
        is_percent = coupon.kind == Coupon.Kind.PERCENT
        priced = replace(
            priced,
            recurring_bp=coupon.basis_points if is_percent else 0,
            recurring_minor=0 if is_percent else cut.minor,
            discount_periods=coupon.periods_in_all,
        )
    return replace(priced, add_ons=tuple(_with(one, cuts, coupon, rate) for one in line.add_ons))


def _flat(lines: Sequence[QuotedLine]) -> Iterator[QuotedLine]:
    for line in lines:
        yield line
        yield from _flat(line.add_ons)


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
    count = in_range(offer, whole_quantity(wish.quantity))
    may_try = offer.has_trial and offer.product_sku not in tried
    on_trial = may_try and not wish.skip_trial
    plan = plans[offer.sku]
    extras = tuple(
        QuotedLine(
            one,
            add_ons[one.sku],
            many,
            may_try,
            on_trial,
            _unit(one, add_ons[one.sku], wish.overrides.get(str(one.uuid))),
        )
        for one, many in whole_chosen(offer, count, list(_extras(wish, offer, count)))
    )
    unit = _unit(offer, plan, wish.override)
    label = fitting_label(offer, wish.label[:LONGEST_LABEL])
    return QuotedLine(offer, plan, count, may_try, on_trial, unit, extras, label)


def _refuse_same_names(lines: Sequence[QuotedLine]) -> None:
    names = [line.label for line in lines if line.offer.tld]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise NameTaken(twice)


def _extras(wish: LineWish, offer: OfferCard, count: int) -> Iterator[tuple[OfferCard, int]]:
    """The chosen add-ons, each once, and how many of it."""
    known = {str(extra.uuid): extra for extra in offer.add_ons}
    for uuid in dict.fromkeys(map(str, wish.add_on_uuids)):
        one = _fitting(known.get(uuid), offer)
        yield one, count if one.per_seat else one.min_quantity
    for uuid, many in wish.options.items():
        if uuid not in map(str, wish.add_on_uuids):
            yield _fitting(known.get(str(uuid)), offer), whole_quantity(many)


def _unit(offer: OfferCard, item: catalog.PlanCard | catalog.AddOnCard, own: Money | None) -> Money:
    """The offer's price, or staff's own within the operator's limits."""
    if own is None:
        return offer.retail
    if own.currency != item.floor.currency or not item.floor <= own <= item.ceiling:
        raise PriceBeyondLimits(item.floor, item.ceiling)
    return own


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
