"""What the operator types about a package."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from branding.forms import MoneyField, NumberField
from shared_apps.kernel.money import EXPONENTS, Money

from .models import PlatformPlan, PlatformSubscription
from .verbs.packages import PackageWish

Period = PlatformSubscription.Period


class PackageForm(forms.Form):
    """Names and features in every language, seats, and a price for each currency and period."""

    sku = forms.SlugField(
        label=_("Short name"), max_length=64, help_text=_("Stays for good. a-z, 0-9 and hyphens.")
    )
    seats = NumberField(label=_("Members of the office"), minimum=1, maximum=10_000, initial=5)
    position = NumberField(label=_("Position"), maximum=1000, initial=0)
    is_active = forms.BooleanField(label=_("Can be chosen"), required=False, initial=True)

    def __init__(self, *args: Any, package: PlatformPlan | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.package = package
        names, features = (package.names, package.features) if package else ({}, {})
        for code, language in settings.LANGUAGES:
            label = _("Name (%(language)s)") % {"language": language}
            self.fields[f"name_{code}"] = forms.CharField(
                label=label, max_length=100, required=code == "en", initial=names.get(code, "")
            )
            self.fields[f"features_{code}"] = forms.CharField(
                label=_("What it holds (%(language)s)") % {"language": language},
                required=False,
                max_length=2000,
                initial="\n".join(features.get(code, [])),
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
                help_text=_("One point in each line."),
            )
        self._add_prices(package)
        if package:
            del self.fields["sku"]
            for name in ("seats", "position", "is_active"):
                self.fields[name].initial = getattr(package, name)

    def _add_prices(self, package: PlatformPlan | None) -> None:
        known = (
            {(row.currency, row.period): row.amount_minor for row in package.prices.all()} if package else {}
        )
        for currency in EXPONENTS:
            for period, label in Period.choices:
                words = _("%(currency)s, %(period)s") % {"currency": currency, "period": label}
                price = MoneyField(label=words, required=False, initial=known.get((currency, period)))
                price.currency = currency
                self.fields[f"price_{currency}_{period}"] = price

    @property
    def about(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("price_")]

    @property
    def prices(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("price_")]

    @property
    def wish(self) -> PackageWish:
        """Only for a valid form."""
        typed = self.cleaned_data
        codes = [code for code, _language in settings.LANGUAGES]
        lines = {code: [line.strip() for line in typed[f"features_{code}"].splitlines()] for code in codes}
        prices = {
            (currency, period): Money(typed[f"price_{currency}_{period}"], currency)
            for currency in EXPONENTS
            for period in Period.values
            if typed[f"price_{currency}_{period}"] is not None
        }
        return PackageWish(
            sku=self.package.sku if self.package else typed["sku"],
            names={code: typed[f"name_{code}"] for code in codes if typed[f"name_{code}"]},
            features={code: [line for line in rows if line] for code, rows in lines.items() if any(rows)},
            seats=typed["seats"],
            position=typed["position"],
            is_active=typed["is_active"],
            prices=prices,
        )
