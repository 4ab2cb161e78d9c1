"""What the operator types about settlement."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from branding.forms import MoneyField
from shared_apps.kernel.money import EXPONENTS, Money
from tenants.models import Tenant

from .models import Collector, SettlementTerms
from .queries import platform_can_collect
from .verbs import TermsWish, TransferWish

METHODS = [
    ("transfer", _("Bank transfer")),
    ("card", _("Card")),
    ("cash", _("Cash")),
    ("other", _("Other")),
]


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a reseller settles."""

    low_balance_minor = MoneyField(label=_("Warn below this balance"), required=False)

    class Meta:
        model = SettlementTerms
        fields = ["collector", "wholesale", "low_balance_minor", "waits_when_empty", "due_days"]

    def __init__(self, *args: Any, tenant: Tenant, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["low_balance_minor"].currency = tenant.currency  # type: ignore[attr-defined]

    def clean_collector(self) -> str:
        wanted = str(self.cleaned_data["collector"])
        if wanted == Collector.PLATFORM and not platform_can_collect():
            raise forms.ValidationError(_("Connect the platform's card account first."))
        return wanted

    def clean_low_balance_minor(self) -> int:
        return self.cleaned_data["low_balance_minor"] or 0

    def _post_clean(self) -> None:
        """The verb writes the terms, not the form."""

    def clean_due_days(self) -> int:
        days = int(self.cleaned_data["due_days"])
        if days > 365:
            raise forms.ValidationError(_("At most a year."))
        return days

    @property
    def wish(self) -> TermsWish:
        return TermsWish(**self.cleaned_data)


class PaidForm(forms.Form):
    """By which way money moved, and under which reference."""

    method = forms.ChoiceField(label=_("Method"), choices=METHODS)
    reference = forms.CharField(label=_("Reference"), max_length=120, required=False)


class TransferForm(PaidForm):
    """Money that moved between a reseller and the operator."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in EXPONENTS])
    amount = MoneyField(label=_("Amount"), minimum=1)
    field_order = ["currency", "amount", "method", "reference", "key"]

    def __init__(self, *args: Any, tenant: Tenant, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid4
        self.fields["currency"].initial = tenant.currency
        asked = str(self.data.get(self.add_prefix("currency"), tenant.currency))
        self.fields["amount"].currency = asked if asked in EXPONENTS else tenant.currency  # type: ignore[attr-defined]

    @property
    def wish(self) -> TransferWish:
        """What was written down; only for a valid form."""
        typed = self.cleaned_data
        amount = Money(typed["amount"], typed["currency"])
        return TransferWish(amount, typed["method"], typed["reference"], typed["key"] or uuid4())
