"""What the operator types about settlement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from branding.forms import MoneyField, NumberField, PercentField
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import EXPONENTS, Money
from shared_apps.payments import door as payments
from tenants.models import Tenant

from .cards import BillDraft, BillLineDraft
from .models import Bill, BillingPolicy, Collector, SettlementTerms
from .queries import name_is_confirmed, platform_can_collect, policy, resellers
from .verbs import TermsWish, TransferWish
from .verbs.policy import PolicyWish

METHODS = [
    ("transfer", _("Bank transfer")),
    ("card", _("Card")),
    ("cash", _("Cash")),
    ("other", _("Other")),
]


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a reseller settles."""

    low_balance_minor = MoneyField(label=_("Warn below this balance"), required=False)
    neutral_name = forms.BooleanField(
        label=_(
            "The card account has a neutral name: clients do not read the platform's on their statements"
        ),
        required=False,
    )

    class Meta:
        model = SettlementTerms
        fields = ["collector", "wholesale", "low_balance_minor", "waits_when_empty", "due_days"]

    def __init__(self, *args: Any, tenant: Tenant, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["low_balance_minor"].currency = tenant.currency  # type: ignore[attr-defined]
        self.fields["neutral_name"].initial = name_is_confirmed()

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("collector") == Collector.PLATFORM and not typed.get("neutral_name"):
            self.add_error("neutral_name", _("Look at the account's name at the gateway and confirm it."))
        return typed

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


class TopUpForm(forms.Form):
    """How much a reseller pays into its balance."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount_minor = MoneyField(label=_("Amount"), minimum=1)

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency = currency
        self.fields["key"].initial = uuid4
        self.fields["amount_minor"].currency = currency  # type: ignore[attr-defined]

    @property
    def amount(self) -> Money:
        """Only for a valid form."""
        return Money(self.cleaned_data["amount_minor"], self.currency)


class HandForm(forms.Form):
    """Money that has come for a bill by another way."""

    method = forms.ChoiceField(label=_("Method"), choices=payments.hand_methods)
    reference = forms.CharField(label=_("Reference"), max_length=120, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid4


class NewBillForm(forms.Form):
    """A bill of one line for a reseller. `key` makes it one however often it is sent."""

    tenant = forms.ModelChoiceField(
        label=_("Reseller"), queryset=Tenant.objects.none(), empty_label=_("Choose…")
    )
    name = forms.CharField(label=_("What it is for"), max_length=200)
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in EXPONENTS], initial="USD"
    )
    unit_minor = MoneyField(label=_("Price without tax"), minimum=1)
    quantity = NumberField(label=_("Quantity"), minimum=1, maximum=100_000, initial=1)
    due_days = NumberField(label=_("Days to pay"), maximum=365)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["tenant"].queryset = resellers()  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid4
        self.fields["due_days"].initial = policy().due_days
        asked = str(self.data.get("currency", ""))
        self.fields["unit_minor"].currency = asked if asked in EXPONENTS else "USD"  # type: ignore[attr-defined]

    @property
    def draft(self) -> BillDraft:
        """Only for a valid form."""
        typed = self.cleaned_data
        unit = Money(typed["unit_minor"], typed["currency"])
        return BillDraft(
            typed["tenant"].pk,
            Bill.Kind.OTHER,
            unit.currency,
            (BillLineDraft(typed["name"], "", typed["quantity"], unit),),
            typed["key"],
            now() + timedelta(days=typed["due_days"]),
        )


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """How the operator bills."""

    tax_bp = PercentField(label=_("Tax"), required=False)
    tax_countries = forms.CharField(
        label=_("Countries that bear it"),
        required=False,
        max_length=200,
        help_text=_("Two letters each, with spaces between them. None: everywhere."),
    )

    class Meta:
        model = BillingPolicy
        fields = ["tax_name", "tax_bp", "tax_countries", "due_days", "renew_days", "grace_days"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["tax_countries"] = " ".join(self.instance.tax_countries)

    def clean_tax_bp(self) -> int:
        return self.cleaned_data["tax_bp"] or 0

    def clean_tax_countries(self) -> list[str]:
        codes = str(self.cleaned_data["tax_countries"]).upper().replace(",", " ").split()
        if any(len(code) != 2 or not code.isascii() or not code.isalpha() for code in codes):
            raise forms.ValidationError(_("Two letters each, with spaces between them. None: everywhere."))
        return codes

    def clean_renew_days(self) -> int:
        return _at_most(self.cleaned_data["renew_days"], 28)

    def clean_due_days(self) -> int:
        return _at_most(self.cleaned_data["due_days"], 365)

    def clean_grace_days(self) -> int:
        return _at_most(self.cleaned_data["grace_days"], 365)

    def _post_clean(self) -> None:
        """The verb writes the policy, not the form."""

    @property
    def wish(self) -> PolicyWish:
        return PolicyWish(**self.cleaned_data)


def _at_most(days: int, most: int) -> int:
    if days > most:
        raise forms.ValidationError(_("At most %(most)s days.") % {"most": most})
    return days
