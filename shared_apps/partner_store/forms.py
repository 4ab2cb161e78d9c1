"""What applicants and reviewers fill in."""

from __future__ import annotations

from typing import Any, cast

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branding.formats import ascii_digits
from shared_apps.catalog import door as catalog
from shared_apps.kernel.money import EXPONENTS

from .models import PartnerApplication
from .places import countries
from .slugs import LONGEST, check_free

_CURRENCY_NAMES = {
    "IRR": _("Iranian rial (shown in toman)"),
    "TRY": _("Turkish lira"),
    "THB": _("Thai baht"),
    "USD": _("US dollar"),
    "EUR": _("Euro"),
    "JPY": _("Japanese yen"),
    "KWD": _("Kuwaiti dinar"),
}
_LINES = forms.Textarea(attrs={"rows": 4})


def currency_choices() -> list[tuple[str, Any]]:
    """The currencies in which the catalogue has prices; every known one while it is empty."""
    return [(code, _CURRENCY_NAMES.get(code, code)) for code in catalog.currencies() or EXPONENTS]


class SlugField(forms.CharField):
    """The reseller's part of a host name, not taken yet. Capitals and the reader's digits are understood."""

    default_error_messages = {"required": _("Choose an address for your portal.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"class": "ltr", "spellcheck": "false"}))
        super().__init__(max_length=LONGEST, **options)

    def to_python(self, value: Any) -> str:
        return ascii_digits(super().to_python(value) or "").strip().lower()

    def validate(self, value: Any) -> None:
        super().validate(value)
        check_free(value)


class ApplicationForm(forms.ModelForm):  # type: ignore[type-arg]
    """The partner application (S5.6–S5.10)."""

    slug = SlugField(
        label=_("Address of your portal"),
        help_text=_("Small letters, digits and hyphens. You can connect a domain of your own later."),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "ltr", "placeholder": "https://", "autocomplete": "url"}),
    )
    language = forms.ChoiceField(label=_("Language of your portal"), choices=settings.LANGUAGES)
    country = forms.ChoiceField(label=_("Country"))
    currency = forms.ChoiceField(label=_("Currency you sell in"))
    terms = forms.BooleanField(
        label=_("I have read and accept the partner programme's terms and conditions."),
        error_messages={"required": _("Please accept the terms and conditions to submit your application.")},
    )

    class Meta:
        model = PartnerApplication
        fields = [
            "company_name",
            "registration_number",
            "website",
            "phone",
            "street",
            "city",
            "region",
            "postal_code",
            "country",
            "expertise",
            "experience",
            "plans",
            "slug",
            "language",
            "currency",
        ]
        widgets = {
            "company_name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "website": forms.URLInput(
                attrs={"class": "ltr", "placeholder": "https://", "autocomplete": "url"}
            ),
            "phone": forms.TextInput(attrs={"class": "ltr", "type": "tel", "autocomplete": "tel"}),
            "street": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "region": forms.TextInput(attrs={"autocomplete": "address-level1"}),
            "postal_code": forms.TextInput(attrs={"class": "ltr", "autocomplete": "postal-code"}),
            "experience": _LINES,
            "plans": _LINES,
        }
        help_texts = {
            "phone": _(
                "With the country code, such as +90 212 555 0100, or as it is dialled in your country."
            ),
            "experience": _("What you sell today, to whom, and for how long."),
            "plans": _("How you will sell our products, and how many clients you expect in the first year."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        nothing: list[tuple[str, Any]] = [("", _("Choose…"))]
        self._choices("country").choices = [*nothing, *countries()]
        self._choices("currency").choices = [*nothing, *currency_choices()]
        self._choices("expertise").choices = [*nothing, *PartnerApplication.Expertise.choices]

    def clean_phone(self) -> str:
        """The number in E.164, read as one of the company's country."""
        return read_phone(self.cleaned_data["phone"], self.data.get("country", ""))

    def fields_of_application(self) -> dict[str, Any]:
        """What is stored of the form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _choices(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])


def read_phone(text: str, country: str) -> str:
    """A telephone number in E.164; raises `ValidationError`."""
    try:
        number = phonenumbers.parse(ascii_digits(text), country or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(_("Enter a telephone number that can be called, with its country code."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
