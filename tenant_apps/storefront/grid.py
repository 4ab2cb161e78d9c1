"""All prices of the shop in one form: a row for each item of the catalogue, a column for each currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction

from branding.forms import MoneyField
from shared_apps.catalog import door as catalog
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .models import Offer
from .verbs import Item, list_offer, put_offer


@dataclass(frozen=True, slots=True)
class GridRow:
    """An item with a cell for each currency; None where the catalogue has no price of it."""

    name: str
    per: str
    cells: tuple[forms.BoundField | None, ...]


class PriceGrid(forms.Form):
    """Retail prices within the catalogue's limits; an empty cell is not for sale in that currency."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = current_tenant().currency
        self.currencies = sorted(catalog.currencies(), key=lambda code: (code != own, code))
        self._offers = {(one.sku, one.currency): one for one in Offer.objects.all()}
        self._items: dict[tuple[str, str], Item] = {}
        for code in self.currencies:
            items: list[Item] = [*catalog.plans(code), *catalog.add_ons(code)]
            for item in items:
                self._add(item, code)

    @property
    def rows(self) -> list[GridRow]:
        """Plans in the catalogue's order, then add-ons; in the order in which a currency first names them."""
        first: dict[str, Item] = {}
        for (sku, _code), item in self._items.items():
            first.setdefault(sku, item)
        ordered = sorted(first.values(), key=lambda item: item.kind != Offer.Kind.PLAN)
        return [GridRow(item.full_name, item.per, tuple(self._cells(item.sku))) for item in ordered]

    def save(self, *, by: Actor) -> int:
        """Write what was changed in a valid form, all of it or nothing; how many prices that were."""
        changed = [key for key in self._items if _field(*key) in self.changed_data]
        with transaction.atomic():
            for sku, code in changed:
                self._write(sku, code, self.cleaned_data[_field(sku, code)], by=by)
        return len(changed)

    def _add(self, item: Item, code: str) -> None:
        self._items[item.sku, code] = item
        name = _field(item.sku, code)
        limits = {"minimum": item.floor.minor, "maximum": item.ceiling.minor}
        field = MoneyField(label=f"{item.full_name}, {code}", currency=code, required=False, **limits)
        field.widget.attrs["aria-label"] = field.label
        self.fields[name] = field
        offer = self._offers.get((item.sku, code))
        if offer and offer.is_listed:
            self.initial.setdefault(name, offer.retail)

    def _cells(self, sku: str) -> list[forms.BoundField | None]:
        return [self[_field(sku, code)] if (sku, code) in self._items else None for code in self.currencies]

    def _write(self, sku: str, code: str, minor: int | None, *, by: Actor) -> None:
        if minor is not None:
            put_offer(sku, Money(minor, code), by=by)
        elif offer := self._offers.get((sku, code)):
            list_offer(offer, is_listed=False, by=by)


def _field(sku: str, code: str) -> str:
    return f"{sku}:{code}"
