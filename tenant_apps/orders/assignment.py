"""What staff type to order for a client: lines of plans with their add-ons, a coupon, and how it is paid (S3.24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from branding import formats
from branding.forms import DateField, MoneyField, NumberField
from shared_apps.catalog import door as catalog
from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments
from tenant_apps.clients.models import one_line
from tenant_apps.storefront.queries import OfferCard

from .models import MOST_SEATS
from .quoting import LONGEST_LABEL, LineWish

MOST_LINES = 20


class LineForm(forms.Form):
    """A plan, how many, at which price, and with what; the add-ons are those of the plan that is chosen."""

    offer = forms.ChoiceField(label=_("Plan"))
    quantity = NumberField(label=_("Quantity"), minimum=1, maximum=MOST_SEATS, initial=1)
    price = MoneyField(label=_("Own price for one"), required=False)
    label = forms.CharField(
        label=_("Name or domain"), max_length=LONGEST_LABEL, required=False, validators=[one_line]
    )
    skip_trial = forms.BooleanField(label=_("Without the trial"), required=False)

    def __init__(self, data: QueryDict | None, *, number: int, sold: Sold) -> None:
        super().__init__(data, prefix=f"line{number}")
        self.number, self.sold = number, sold
        cast(forms.ChoiceField, self.fields["offer"]).choices = [("", "–"), *sold.choices]
        cast(MoneyField, self.fields["price"]).currency = sold.currency
        self.plan = sold.offers.get(data.get(self.add_prefix("offer"), "")) if data else None
        if self.plan:
            self._fit(self.plan)
        if data:
            self.data = _completed(
                data, {self.add_prefix(name): self.fields[name].initial for name in self.fields}
            )

    def _fit(self, plan: OfferCard) -> None:
        """The fields that depend on the plan."""
        self._limit(cast(MoneyField, self.fields["price"]), plan)
        self.fields["label"].required = bool(plan.tld)
        if not plan.has_trial:
            del self.fields["skip_trial"]
        for name, field in _extra_fields(plan):
            self.fields[name] = field
        for one in plan.add_ons:
            if self._is_asked_for(one):
                self.fields[f"own_{one.uuid}"] = own = MoneyField(label=_own_price_of(one), required=False)
                own.currency = self.sold.currency
                self._limit(own, one)

    def _limit(self, price: MoneyField, offer: OfferCard) -> None:
        """Between the operator's floor and ceiling."""
        floor, ceiling = self.sold.limits[offer.sku]
        price.minimum, price.maximum = floor.minor, ceiling.minor
        shown = {
            "retail": formats.money(offer.retail, trim=True),
            "floor": formats.money(floor, trim=True),
            "ceiling": formats.money(ceiling, trim=True),
        }
        price.help_text = _("Empty: %(retail)s. From %(floor)s to %(ceiling)s.") % shown

    def _is_asked_for(self, one: OfferCard) -> bool:
        """Whether an add-on is ticked, counted or chosen in what was typed."""
        typed = {name: str(self.data.get(self.add_prefix(name), "")) for name in _names_of(one)}
        return any(
            value == str(one.uuid) if name.startswith("of_") else value not in {"", "0"}
            for name, value in typed.items()
        )

    def extras(self) -> list[forms.BoundField]:
        """The add-ons of the chosen plan."""
        return [self[name] for name in self.fields if name.startswith(("one_", "many_", "of_", "own_"))]

    @property
    def wish(self) -> LineWish:
        """The line of a valid form."""
        typed, price = self.cleaned_data, self.cleaned_data["price"]
        return LineWish(
            typed["offer"],
            typed["quantity"],
            tuple(self._chosen()),
            typed.get("skip_trial", False),
            {
                name.removeprefix("many_"): many
                for name, many in typed.items()
                if name.startswith("many_") and many
            },
            typed["label"],
            None if price is None else Money(price, self.sold.currency),
            {
                name.removeprefix("own_"): Money(own, self.sold.currency)
                for name, own in typed.items()
                if name.startswith("own_") and own is not None
            },
        )

    def _chosen(self) -> Iterator[str]:
        for name, value in self.cleaned_data.items():
            if name.startswith("one_") and value:
                yield name.removeprefix("one_")
            elif name.startswith("of_") and value:
                yield value


class Sold:
    """What a client may buy, in its currency: read once for all lines of a form."""

    def __init__(self, offers: Sequence[OfferCard], currency: str) -> None:
        self.currency = currency
        self.offers = {str(offer.uuid): offer for offer in offers}
        self.limits = {one.sku: (one.floor, one.ceiling) for one in catalog.plans(currency)}
        self.limits |= {one.sku: (one.floor, one.ceiling) for one in catalog.add_ons(currency)}
        self.choices = [
            (name, [(str(one.uuid), _named(one)) for one in plans])
            for name, plans in groupby(offers, key=lambda offer: offer.product_name)
        ]


class AssignmentForm(forms.Form):
    """What is asked once for the whole order. `key` makes a form that is sent twice one order."""

    coupon = forms.CharField(
        label=_("Coupon"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    payment = forms.ChoiceField(label=_("Payment"), widget=forms.RadioSelect)
    method = forms.ChoiceField(label=_("Paid by"), required=False)
    reference = forms.CharField(
        label=_("Reference"),
        max_length=120,
        required=False,
        validators=[one_line],
        help_text=_("Of the receipt."),
    )
    paid_on = DateField(label=_("Paid on"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, may_take_money: bool) -> None:
        first = {"key": str(uuid4()), "payment": "invoice"}
        super().__init__(_completed(data, first) if data else None, initial=first)
        ways = [("invoice", _("Send an invoice"))]
        if may_take_money:
            ways.append(("paid", _("Paid already")))
        cast(forms.ChoiceField, self.fields["payment"]).choices = ways
        cast(forms.ChoiceField, self.fields["method"]).choices = [("", "–"), *payments.hand_methods()]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if self.is_paid and not typed.get("method"):
            self.add_error("method", _("Say how it was paid."))
        return typed

    @property
    def is_paid(self) -> bool:
        return self.cleaned_data.get("payment") == "paid"


def lines_of(query: QueryDict | None, sold: Sold, *, is_sent: bool) -> list[LineForm]:
    """The lines that a page shows: as many as it says, one more where `more` is pressed, without the removed.

    A line without a plan complains only once the form `is_sent`.
    """
    if not query:
        return [LineForm(None, number=0, sold=sold)]
    return [
        LineForm(query if is_sent or query.get(f"line{number}-offer") else None, number=number, sold=sold)
        for number in _numbers(query)
    ]


def _completed(data: QueryDict, first: Mapping[str, Any]) -> QueryDict:
    """What was sent, with the first values of fields that were not on the page yet."""
    whole = data.copy()
    for name, value in first.items():
        if value is not None:
            whole.setdefault(name, str(value))
    return whole


def _numbers(query: Mapping[str, str]) -> list[int]:
    typed = query.get("lines", "0").split(",")[:MOST_LINES]
    numbers = [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) <= 3] or [0]
    numbers = [one for one in dict.fromkeys(numbers) if str(one) != query.get("less")] or [0]
    return [*numbers, max(numbers) + 1] if query.get("more") and len(numbers) < MOST_LINES else numbers


def _extra_fields(plan: OfferCard) -> Iterator[tuple[str, forms.Field]]:
    groups = dict.fromkeys(one.choice_group for one in plan.add_ons if one.choice_group)
    for group in groups:
        choices = [one for one in plan.add_ons if one.choice_group == group]
        none = [] if any(one.is_required for one in choices) else [("", "–")]
        listed = [(str(one.uuid), _named(one)) for one in choices]
        label = choices[0].choice_name or choices[0].name
        yield f"of_{group}", forms.ChoiceField(label=label, choices=[*none, *listed], required=not none)
    for one in plan.add_ons:
        if one.choice_group or (one.is_required and not one.has_own_quantity):
            # What always goes with the plan is not asked for.
            continue
        if one.has_own_quantity:
            least = one.min_quantity if one.is_required else 0
            limits = {"minimum": least, "maximum": min(one.max_quantity, MOST_SEATS), "required": bool(least)}
            yield f"many_{one.uuid}", NumberField(label=_named(one), initial=least or None, **limits)
        else:
            yield f"one_{one.uuid}", forms.BooleanField(label=_named(one), required=False)


def _names_of(one: OfferCard) -> tuple[str, ...]:
    """The fields in which an add-on may be asked for."""
    return (f"one_{one.uuid}", f"many_{one.uuid}", *([f"of_{one.choice_group}"] if one.choice_group else []))


def _own_price_of(one: OfferCard) -> str:
    return f"{_('Own price for one')}: {one.name}"


def _named(offer: OfferCard) -> str:
    return f"{offer.name} · {formats.money(offer.retail, trim=True)} {offer.per}"
