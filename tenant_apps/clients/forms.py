"""Forms of clients: the same fields in the office, in the portal and at the checkout."""

from __future__ import annotations

from copy import copy
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.money import EXPONENTS
from tenants.context import current_tenant

from .countries import countries
from .custom import as_json, form_field, from_json, own_fields
from .models import Client, Contact, Tag
from .phones import InvalidMobile, e164
from .queries import has_traded

GENERAL = ("kind", "name", "company_name", "tax_id", "email", "mobile", "language")
PAPERS = ("registration_number", "national_id")
ACCOUNT = ("group", "tags", "currency", "tax_status", "consolidates", "auto_charge")
ADDRESS = ("street", "postal_code", "city", "region", "country")
_AUTOCOMPLETE = {
    "name": "name", "company_name": "organization", "email": "email", "mobile": "tel",
    "street": "street-address",
    "postal_code": "postal-code", "city": "address-level2", "region": "address-level1", "country": "country",
}  # fmt: skip
_LATIN = ("email", "mobile", "tax_id", "postal_code", "registration_number", "national_id")


class _ClientFields(forms.ModelForm):  # type: ignore[type-arg]
    """What the forms share: choices, keyboards, and the mobile in E.164, unique in the tenant."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "language" in self.fields:
            choices = [("", _("As the portal")), *settings.LANGUAGES]
            self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=choices, required=False)
        if "country" in self.fields:
            self.fields["country"] = forms.ChoiceField(
                label=_("Country"), choices=countries(), required=False
            )
            self.initial["country"] = self.initial.get("country") or current_tenant().country
        for name, field in self.fields.items():
            field.widget.attrs |= {"autocomplete": _AUTOCOMPLETE.get(name, "off")}
            if name in _LATIN:
                field.widget.attrs |= {"dir": "ltr"}

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_mobile(self) -> str:
        typed = self.cleaned_data["mobile"]
        if not typed:
            return ""
        try:
            mobile = e164(typed, current_tenant().country)
        except InvalidMobile:
            raise forms.ValidationError(_("Enter a mobile number such as +90 532 000 00 00.")) from None
        if Client.objects.filter(mobile=mobile).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another client has this number."))
        return mobile

    def _post_clean(self) -> None:
        """Let the model's own rules speak, on a copy: the verb writes the client, not the form."""
        kept = self.instance
        self.instance = copy(kept)
        super()._post_clean()  # type: ignore[misc]
        self.instance = kept


class _WithOwnFields(_ClientFields):
    """With the fields that the reseller has made itself; `cleaned_data["custom"]` holds all their values."""

    shown_to_client = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.own_fields = own_fields(shown_to_client=self.shown_to_client)
        for own in self.own_fields:
            self.fields[own.form_name] = form_field(own)
            self.initial.setdefault(own.form_name, from_json(own, self.instance.custom.get(own.key)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = {
            own.key: as_json(cleaned[own.form_name]) for own in self.own_fields if own.form_name in cleaned
        }
        kept = {**self.instance.custom, **said}
        cleaned["custom"] = {key: value for key, value in kept.items() if value not in ("", None)}
        return cleaned

    def own(self) -> list[forms.BoundField]:
        return [self[own.form_name] for own in self.own_fields]


class ClientForm(_WithOwnFields):
    """What staff enter about a client, in two tabs: General and Address (REQUIREMENTS S3.8)."""

    class Meta:
        model = Client
        fields = [*GENERAL, *PAPERS, *ADDRESS]

    mobile = forms.CharField(label=_("Mobile"), max_length=40, required=False)

    def general(self) -> list[forms.BoundField]:
        return [self[name] for name in (*GENERAL, *PAPERS) if name in self.fields] + self.own()

    def address(self) -> list[forms.BoundField]:
        return [self[name] for name in ADDRESS]


class ProfileForm(ClientForm):
    """What a client changes about itself; its language is the person's own affair."""

    shown_to_client = True

    class Meta:
        model = Client
        fields = [name for name in (*GENERAL, *PAPERS, *ADDRESS) if name != "language"]


class AccountForm(_ClientFields):
    """How the reseller deals with a client: where it is sorted, its currency, tax and billing."""

    class Meta:
        model = Client
        fields = list(ACCOUNT)
        widgets: ClassVar[dict[str, Any]] = {"tags": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        codes = [(code, code) for code in sorted({*EXPONENTS, current_tenant().currency})]
        self.fields["currency"] = forms.ChoiceField(
            label=_("Currency"),
            choices=codes,
            # Once something was ordered, the currency is what its invoices bear.
            disabled=has_traded(self.instance),
            help_text=_("It stays once the client has ordered."),
        )
        if not Tag.objects.exists():
            del self.fields["tags"]


class BillingForm(_ClientFields):
    """The billing details of the checkout."""

    class Meta:
        model = Client
        fields = ["name", "company_name", "tax_id", "mobile", "street", "postal_code", "city", "country"]

    mobile = forms.CharField(label=_("Mobile"), max_length=40, required=False)


class ContactForm(forms.Form):
    """Whom to invite to look after a client, and what they may do."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr", "inputmode": "email"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Contact.Role.choices, initial=Contact.Role.BILLING)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()
