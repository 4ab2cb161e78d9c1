"""The form of a tier."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from branding.forms import MoneyField
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import EXPONENTS, Money
from tenants.context import current_tenant

from .. import verbs
from ..models import Tier
from .items import ItemForm
from .texts import Spoken


class TierForm(ItemForm):
    """A tier and what twelve months must bring for it. The amount is read in the currency chosen beside it."""

    KEY = "slug"
    SPOKEN = (Spoken("name", _("Name"), required=True),)
    model = Tier

    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in sorted(EXPONENTS)])
    least_revenue = MoneyField(
        label=_("Revenue of twelve months"), help_text=_("From this on a reseller is proposed for the tier.")
    )

    def __init__(self, data: Any = None, *, item: Tier | None = None) -> None:
        super().__init__(data, item=item)
        first = item.currency if item else current_tenant().currency
        self.initial["currency"] = first
        typed = str((data or {}).get("currency", first))
        cast(MoneyField, self.fields["least_revenue"]).currency = typed if typed in EXPONENTS else first

    def fill(self, item: Tier) -> None:
        super().fill(item)
        self.initial["least_revenue"] = item.least_revenue

    def save(self, *, by: Actor) -> Tier:
        typed = self.cleaned_data
        return verbs.put_tier(
            self.key,
            name=self.texts("name"),
            least_revenue=Money(typed["least_revenue"], typed["currency"]),
            position=self.position_on(Tier.objects.all()),
            by=by,
        )
