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
        for code, _language in settings.LANGUAGES:
            attrs = {"dir": "rtl" if code == "fa" else "ltr", "lang": code}
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name"),
                max_length=100,
                required=code == "en",
                initial=names.get(code, ""),
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"features_{code}"] = forms.CharField(
                label=_("Features"),
                required=False,
                max_length=2000,
                initial="\n".join(features.get(code, [])),
                widget=forms.Textarea(attrs={**attrs, "rows": 4}),
                help_text=_("One line each."),
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
        return [self[name] for name in ("sku", "seats", "position", "is_active") if name in self.fields]

    @property
    def languages(self) -> list[dict[str, Any]]:
        """The fields of each language, for the page."""
        return [
            {"label": label, "fields": [self[f"name_{code}"], self[f"features_{code}"]]}
            for code, label in settings.LANGUAGES
        ]

    @property
    def prices(self) -> list[dict[str, Any]]:
        """The fields of each currency, a period each."""
        return [
            {
                "currency": currency,
                "fields": [self[f"price_{currency}_{period}"] for period in Period.values],
            }
            for currency in EXPONENTS
        ]

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
