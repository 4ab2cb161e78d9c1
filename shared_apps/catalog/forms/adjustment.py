"""Raise or lower many prices of a draft at once."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from branding.formats import ascii_digits
from shared_apps.kernel.actor import Actor

from .. import verbs
from ..models import Price, PriceVersion, Product

LOWEST, HIGHEST = -9_000, 90_000  # basis points


class SignedPercentField(forms.CharField):
    """A percentage with a sign and up to two decimals, in any digits; gives basis points."""

    def to_python(self, value: Any) -> Any:
        text = ascii_digits(str(value or "")).strip("%٪ ").translate(str.maketrans(",٫−", "..-"))
        try:
            points = Decimal(text) * 100
        except InvalidOperation:
            raise forms.ValidationError(_("Enter a percentage such as 5 or -2.5."), "invalid") from None
        # Not a number, and what a table of prices cannot mean.
        if not points.is_finite() or points != points.to_integral_value() or not LOWEST <= points <= HIGHEST:
            raise forms.ValidationError(_("Enter a percentage such as 5 or -2.5."), "invalid")
        return int(points)


class AdjustmentForm(forms.Form):
    """By how many per cent, which amounts, of which product, in which currencies."""

    percent = SignedPercentField(
        label=_("Per cent"), widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )
    part = forms.ChoiceField(
        label=_("Amounts"),
        choices=[
            ("wholesale", _("Wholesale")),
            ("retail", _("Floor, suggested and ceiling")),
            ("all", _("All amounts")),
        ],
    )
    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.all(),
        to_field_name="sku",
        required=False,
        empty_label=_("All products and add-ons"),
    )
    scope = forms.ChoiceField(label=_("Currency"))

    def __init__(self, data: Any = None, *, currency: str) -> None:
        super().__init__(data)
        scope = cast(forms.ChoiceField, self.fields["scope"])
        scope.choices = [(currency, currency), ("", _("All currencies"))]
        scope.required = False

    def save(self, version: PriceVersion, *, by: Actor) -> int:
        """Change the draft; how many lines it has then. Raises as `verbs.adjust` does."""
        typed = self.cleaned_data
        return verbs.adjust(version, self._prices(), part=typed["part"], basis_points=typed["percent"], by=by)

    def _prices(self) -> QuerySet[Price]:
        chosen = Q(currency=self.cleaned_data["scope"]) if self.cleaned_data["scope"] else Q()
        if product := self.cleaned_data["product"]:
            chosen &= Q(plan__product=product)
        return Price.objects.filter(chosen)
