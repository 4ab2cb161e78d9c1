"""What is typed about deals."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branding.forms import DateField, MoneyField
from shared_apps.catalog import door as catalog
from shared_apps.domains.door import BadName, claimable
from shared_apps.kernel.money import Money
from tenants.records import TenantRecord

from .models import Deal
from .places import countries
from .verbs.deals import DealWish


class DealForm(forms.ModelForm):  # type: ignore[type-arg]
    """A deal as a reseller registers it."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    domain = forms.CharField(
        label=_("Domain"),
        max_length=253,
        required=False,
        widget=forms.TextInput(attrs={"class": "ltr", "placeholder": "example.com"}),
        help_text=_("Name the domain or an address at it: by these we know the company."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    products = forms.MultipleChoiceField(
        label=_("Products"), required=False, widget=forms.CheckboxSelectMultiple
    )
    value = MoneyField(label=_("Expected amount"), required=False, maximum=10**15)
    expected_on = DateField(label=_("Expected decision"), required=False)

    class Meta:
        model = Deal
        fields = ["company_name", "contact_name", "contact_email", "notes"]
        widgets = {
            "contact_email": forms.EmailInput(attrs={"class": "ltr"}),
            "notes": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        }

    field_order = [
        "company_name", "domain", "contact_name", "contact_email", "country", "products", "value", "expected_on",
        "notes", "key",
    ]  # fmt: skip

    def __init__(self, *args: Any, tenant: TenantRecord, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tenant = tenant
        self.fields["key"].initial = uuid4
        self.fields["value"].currency = tenant.currency  # type: ignore[attr-defined]
        nothing: list[tuple[str, Any]] = [("", _("Choose…"))]
        self._choices("country").choices = [*nothing, *countries()]
        self._choices("products").choices = [(one.sku, one.name) for one in catalog.products()]

    def clean_domain(self) -> str:
        typed = str(self.cleaned_data["domain"])
        try:
            return claimable(typed) if typed.strip() else ""
        except BadName as refusal:
            raise ValidationError(refusal.messages) from refusal

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        is_fine = not {"domain", "contact_email"} & set(self.errors)
        if is_fine and not (typed.get("domain") or typed.get("contact_email")):
            self.add_error("domain", _("Name the domain of the company or an address at it."))
        return typed

    @property
    def wish(self) -> DealWish:
        """For the verb; only for a valid form."""
        typed = self.cleaned_data
        return DealWish(
            key=typed["key"] or uuid4(),
            company_name=typed["company_name"],
            value=Money(typed["value"] or 0, self.tenant.currency),
            domain=typed["domain"],
            contact_name=typed["contact_name"],
            contact_email=typed["contact_email"],
            country=typed["country"],
            products=tuple(typed["products"]),
            expected_on=typed["expected_on"],
            notes=typed["notes"],
        )

    def _post_clean(self) -> None:
        """The verb makes the deal, not the form; what its columns allow is checked here."""
        for name in ("company_name", "contact_name"):
            if name in self.cleaned_data:
                self._check(name)

    def _check(self, name: str) -> None:
        field = cast(Any, Deal._meta.get_field(name))
        try:
            field.run_validators(self.cleaned_data[name])
        except ValidationError as refusal:
            self.add_error(name, refusal)

    def _choices(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])


class ApprovalForm(forms.Form):
    """Protect a deal; against clients of others with a reason."""

    reason = forms.CharField(
        label=_("Note to the reseller"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    despite = forms.BooleanField(
        label=_("Protect it although another reseller has the company as a client"), required=False
    )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("despite") and not typed.get("reason"):
            self.add_error("reason", _("Say why."))
        return typed


class RefusalForm(forms.Form):
    """The reason that the reseller reads."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The reseller reads it. Do not name other resellers."),
    )


class OutcomeForm(forms.Form):
    """What became of a deal."""

    outcome = forms.CharField(label=_("What decided it"), max_length=500, required=False)
