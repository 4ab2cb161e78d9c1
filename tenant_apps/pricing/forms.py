"""What staff type about tax and coupons."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from branding import formats
from branding.forms import DateField, MoneyField, NumberField, PercentField
from shared_apps.kernel.money import Money
from tenant_apps.clients.countries import countries
from tenant_apps.clients.models import one_line
from tenants.context import current_tenant

from .coupons import LONGEST_CODE, normal_code
from .models import Coupon, TaxRule

MOST_USES = 1_000_000
MOST_PERIODS = 120
code_signs = RegexValidator(r"^[^\W_][\w.-]*$", _("Use letters, digits, dots and hyphens."))


class TaxRuleForm(forms.Form):
    """A rate and where it applies."""

    name = forms.CharField(
        label=_("Name"), max_length=40, validators=[one_line], help_text=_("As invoices say it, such as VAT.")
    )
    basis_points = PercentField(label=_("Rate in per cent"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.CharField(
        label=_("Province or state"),
        max_length=100,
        required=False,
        validators=[one_line],
        help_text=_("Empty: the whole country."),
    )
    with_tax_id = forms.ChoiceField(
        label=_("Clients with a tax number"),
        choices=TaxRule.WithTaxId.choices,
        widget=forms.RadioSelect,
        initial=TaxRule.WithTaxId.CHARGE,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_countries(self, _("Everywhere else"))

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("region") and not typed.get("country"):
            self.add_error("country", _("Choose the country of this region."))
        return typed


class TaxPreviewForm(forms.Form):
    """Somebody from somewhere who buys for an amount."""

    amount = MoneyField(label=_("Price"), minimum=1)
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.CharField(label=_("Province or state"), max_length=100, required=False)
    has_tax_id = forms.BooleanField(label=_("Has a tax number"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(MoneyField, self.fields["amount"]).currency = current_tenant().currency
        _offer_countries(self, _("Not known"))

    @property
    def money(self) -> Money:
        return Money(self.cleaned_data["amount"], current_tenant().currency)


def _offer_countries(form: forms.Form, none: Any) -> None:
    field = cast(forms.ChoiceField, form.fields["country"])
    field.choices = [("", none), *countries()[1:]]


class CouponForm(forms.Form):
    """A coupon: what it takes off, from what, for how long, and how often."""

    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        validators=[one_line],
        help_text=_("Only your team reads it."),
    )
    kind = forms.ChoiceField(
        label=_("It takes off"), choices=Coupon.Kind.choices, widget=forms.RadioSelect, initial="percent"
    )
    basis_points = PercentField(label=_("Percentage"), required=False)
    amount = MoneyField(label=_("Amount"), minimum=1, required=False)
    duration = forms.ChoiceField(
        label=_("For"), choices=Coupon.Duration.choices, widget=forms.RadioSelect, initial="first"
    )
    periods = NumberField(label=_("How many periods"), minimum=1, maximum=MOST_PERIODS, required=False)
    skus = forms.MultipleChoiceField(
        label=_("Only for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: for all."),
    )
    minimum = MoneyField(label=_("Smallest order"), required=False)
    most_uses = NumberField(label=_("Uses in all"), minimum=1, maximum=MOST_USES, required=False)
    most_uses_per_client = NumberField(
        label=_("Uses by one client"), minimum=1, maximum=MOST_USES, required=False
    )
    is_for_new_clients = forms.BooleanField(label=_("For first orders only"), required=False)
    starts = DateField(label=_("First day"), required=False)
    ends = DateField(label=_("Last day"), required=False)

    def __init__(
        self, *args: Any, choices: list[tuple[str, Any]], coupon: Coupon | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.coupon = coupon
        self.currency = coupon.currency if coupon else current_tenant().currency
        for name in ("amount", "minimum"):
            cast(MoneyField, self.fields[name]).currency = self.currency
        known = {sku for sku, _label in choices}
        # An item that left the catalogue stays with its coupon until somebody unticks it.
        gone = [(sku, sku) for sku in (coupon.skus if coupon else []) if sku not in known]
        cast(forms.MultipleChoiceField, self.fields["skus"]).choices = [*choices, *gone]
        if coupon:
            self.initial = {**_present(coupon), **self.initial}

    def clean_code(self) -> str:
        code = normal_code(self.cleaned_data["code"])
        code_signs(code)
        return code

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        self._need("kind", "percent", "basis_points", _("Enter a percentage above 0."))
        self._need("kind", "amount", "amount", _("Enter an amount."))
        self._need("duration", "some", "periods", _("Enter how many periods."))
        if typed.get("starts") and typed.get("ends") and typed["ends"] < typed["starts"]:
            self.add_error("ends", _("Choose a day after the first one."))
        used = self.coupon.used_count if self.coupon else 0
        if typed.get("most_uses") and typed["most_uses"] < used:
            shown = {"count": formats.number(used)}
            self.add_error("most_uses", _("It has been used %(count)s times already.") % shown)
        return typed

    def _need(self, field: str, value: str, needed: str, words: Any) -> None:
        chosen = self.cleaned_data.get(field) == value
        if chosen and not self.cleaned_data.get(needed) and needed not in self.errors:
            self.add_error(needed, words)

    @property
    def values(self) -> dict[str, Any]:
        """The coupon's fields, for `put_coupon`."""
        typed = self.cleaned_data
        is_percent = typed["kind"] == Coupon.Kind.PERCENT
        return {
            **{name: typed[name] for name in ("code", "note", "kind", "duration", "skus")},
            **{name: typed[name] for name in ("most_uses", "most_uses_per_client", "is_for_new_clients")},
            "basis_points": typed["basis_points"] if is_percent else 0,
            "amount_minor": 0 if is_percent else typed["amount"],
            "currency": self.currency,
            "periods": typed["periods"] or 1,
            "minimum_minor": typed["minimum"] or 0,
            "starts_at": _day(typed["starts"]),
            "ends_at": _day(typed["ends"], after=1),
        }


def _day(day: Any, *, after: int = 0) -> datetime | None:
    """The first moment of a day (or of one after it) in the reseller's time zone."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=after), time.min))


def _present(coupon: Coupon) -> dict[str, Any]:
    ends = timezone.localdate(coupon.ends_at - timedelta(seconds=1)) if coupon.ends_at else None
    shown = ("code", "note", "kind", "duration", "skus", "most_uses", "most_uses_per_client")
    return {
        **{name: getattr(coupon, name) for name in (*shown, "is_for_new_clients")},
        "basis_points": coupon.basis_points or None,
        "amount": coupon.amount if coupon.amount_minor else None,
        "periods": coupon.periods if coupon.duration == Coupon.Duration.SOME else None,
        "minimum": coupon.minimum if coupon.minimum_minor else None,
        "starts": timezone.localdate(coupon.starts_at) if coupon.starts_at else None,
        "ends": ends,
    }
