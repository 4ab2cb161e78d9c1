"""Amounts of prices: the first price of an item in a currency, and the grid of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from branding.forms import MoneyField
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import LARGEST_MINOR, Money

from .. import verbs
from ..models import AddOn, Plan, Price, PriceLine, PriceVersion, Tier
from ..reckoning import Amounts, amounts_of, item_name, wanted
from ..wording import per_unit

PLAIN = {
    "wholesale": _("Wholesale"),
    "floor": _("Floor"),
    "suggested": _("Suggested"),
    "ceiling": _("Ceiling"),
}


def active_tiers() -> list[Tier]:
    """The tiers with a column of their own."""
    return list(Tier.objects.filter(is_active=True))


class AmountsForm(forms.Form):
    """The four amounts of one price, and what each tier pays where that is not the list price."""

    def __init__(self, data: Any = None, *, currency: str, tiers: Sequence[Tier]) -> None:
        super().__init__(data)
        self.currency, self.tiers = currency, tiers
        for name, label in PLAIN.items():
            self.fields[name] = _amount(label, currency)
        for tier in tiers:
            field = _amount(_("Wholesale for %(tier)s") % {"tier": tier}, currency, required=False)
            self.fields[f"tier_{tier.slug}"] = field

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for name, error in _faults(self._amounts(typed)):
                self.add_error(name if name in self.fields else f"tier_{name}", error)
        return typed

    def save(self, item: Plan | AddOn, *, by: Actor) -> None:
        """Put the item's first price in this currency."""
        amounts = self._amounts(self.cleaned_data)
        with transaction.atomic():
            price = verbs.put_price(
                item,
                wholesale=Money(amounts.wholesale, self.currency),
                floor=Money(amounts.floor, self.currency),
                suggested=Money(amounts.suggested, self.currency),
                ceiling=Money(amounts.ceiling, self.currency),
                by=by,
            )
            verbs.put_tier_prices(price, amounts.tiers)

    def _amounts(self, typed: dict[str, Any]) -> Amounts:
        own = {tier.slug: typed.get(f"tier_{tier.slug}") for tier in self.tiers}
        return _amounts(typed, own)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A price of the grid: its item, its cells, and whether the draft changes it."""

    price: Price
    cells: tuple[forms.BoundField, ...]
    is_changed: bool

    @property
    def name(self) -> str:
        return item_name(self.price)

    @property
    def per(self) -> str:
        item = self.price.plan or self.price.add_on
        return per_unit(item.period, item.per_seat) if item else ""


class VersionGrid(forms.Form):
    """Every price of one currency with its amounts as the draft has them. What is not changed makes no line."""

    def __init__(
        self, data: Any = None, *, version: PriceVersion, prices: Sequence[Price], currency: str
    ) -> None:
        super().__init__(data)
        self.version, self.prices, self.currency = version, prices, currency
        self.tiers = active_tiers()
        self.columns = [*PLAIN, *(tier.slug for tier in self.tiers)]
        self.lines = {line.price_id: line for line in version.lines.all()}
        for price in prices:
            self._add(price)

    @property
    def rows(self) -> Iterator[GridRow]:
        for price in self.prices:
            cells = tuple(self[_cell(price, column)] for column in self.columns)
            yield GridRow(price, cells, price.pk in self.lines)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for price in self.prices:
            if not any(_cell(price, column) in self.errors for column in self.columns):
                for column, error in _faults(self._amounts(price)):
                    self.add_error(_cell(price, column), error)
        return typed

    def save(self, *, by: Actor) -> int:
        """Write the draft's lines of this currency; how many lines the draft has in all."""
        return verbs.put_lines(self.version, {price.pk: self._amounts(price) for price in self.prices}, by=by)

    def _add(self, price: Price) -> None:
        shown = self._shown(price)
        for column in self.columns:
            is_plain = column in PLAIN
            name = _cell(price, column)
            label = PLAIN.get(column) or next(tier for tier in self.tiers if tier.slug == column)
            field = _amount(label, self.currency, required=is_plain)
            field.widget.attrs["aria-label"] = f"{item_name(price)}, {label}"
            self.fields[name] = field
            self.initial[name] = getattr(shown, column) if is_plain else shown.tiers.get(column)

    def _shown(self, price: Price) -> Amounts:
        line: PriceLine | None = self.lines.get(price.pk)
        now = amounts_of(price)
        return wanted(line, now) if line else now

    def _amounts(self, price: Price) -> Amounts:
        typed = {column: self.cleaned_data.get(_cell(price, column)) for column in self.columns}
        own = {tier.slug: typed[tier.slug] for tier in self.tiers}
        return _amounts(typed, own)


def _cell(price: Price, column: str) -> str:
    return f"{price.pk}:{column}"


def _amount(label: Any, currency: str, *, required: bool = True) -> MoneyField:
    field = MoneyField(label=label, currency=currency, maximum=LARGEST_MINOR, required=required)
    field.widget.attrs["autocomplete"] = "off"
    return field


def _amounts(typed: dict[str, Any], own: dict[str, int | None]) -> Amounts:
    return Amounts(typed["wholesale"], typed["floor"], typed["suggested"], typed["ceiling"], own)


def _faults(amounts: Amounts) -> Iterator[tuple[str, Any]]:
    """What is out of order, each with the amount that it is said at."""
    if amounts.wholesale > amounts.floor:
        yield "wholesale", _("More than the floor.")
    if amounts.floor > amounts.suggested:
        yield "floor", _("More than the suggested price.")
    if amounts.suggested > amounts.ceiling:
        yield "suggested", _("More than the ceiling.")
    for slug, minor in amounts.tiers.items():
        if minor is not None and minor > amounts.floor:
            yield slug, _("More than the floor.")
