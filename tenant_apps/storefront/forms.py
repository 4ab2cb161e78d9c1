"""The retail price of one item, and what a visitor puts together on a product's page."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branding.formats import money
from branding.forms import MoneyField
from shared_apps.kernel.money import Money

from .verbs import Item, OfferOutOfBounds


class OfferForm(forms.Form):
    """A retail price. The verb checks the limits; `refuse` says in the reader's money what it found."""

    retail = MoneyField(label=gettext_lazy("Your retail price"))
    is_listed = forms.BooleanField(
        label=gettext_lazy("Show it in my storefront"), required=False, initial=True
    )

    def __init__(self, *args: Any, item: Item, **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency = item.floor.currency
        field = cast(MoneyField, self.fields["retail"])
        field.currency = self.currency
        field.help_text = _("From %(floor)s to %(ceiling)s.") % {
            "floor": money(item.floor),
            "ceiling": money(item.ceiling),
        }

    @property
    def retail_money(self) -> Money:
        return Money(self.cleaned_data["retail"], self.currency)

    def refuse(self, refusal: OfferOutOfBounds) -> None:
        """Turn the verb's refusal into the field's error, with the limit named."""
        text = {
            "floor": _("The lowest price for this item is %(limit)s."),
            "ceiling": _("The highest price for this item is %(limit)s."),
        }[refusal.side]
        self.add_error("retail", text % {"limit": money(refusal.limit)})
