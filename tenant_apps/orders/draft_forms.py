"""Forms of an invoice that staff write by hand."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from branding.forms import DateField, MoneyField
from shared_apps.kernel.money import LARGEST_MINOR, Money
from shared_apps.kernel.taxes import NO_TAX, TaxRate

from .models import MOST_SEATS, InvoiceLine
from .verbs.bill import LineDraft

MOST_LINES = 40


class DraftForm(forms.Form):
    """What is said of a draft beside its lines."""

    due = DateField(label=_("Pay by"))
    notes = forms.CharField(
        label=_("Note on the invoice"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_due(self) -> date:
        day: date = self.cleaned_data["due"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


class LineForm(forms.Form):
    """One row. A row without a name and an amount is left out."""

    name = forms.CharField(label=_("What for"), max_length=200, required=False)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=MOST_SEATS, required=False)
    unit = MoneyField(label=_("Price"), required=False, minimum=-LARGEST_MINOR, maximum=LARGEST_MINOR)
    discount = MoneyField(label=_("Discount"), required=False, maximum=LARGEST_MINOR)
    taxed = forms.BooleanField(label=_("With tax"), required=False)

    def __init__(self, *args: Any, currency: str, rate: TaxRate, **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency, self.rate = currency, rate
        self.fields["taxed"].initial = bool(rate.basis_points)
        for name in ("unit", "discount"):
            cast(MoneyField, self.fields[name]).currency = currency

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("name") and values.get("unit") is None and "unit" not in self.errors:
            self.add_error("unit", _("Write how much."))
        if values.get("unit") and not values.get("name"):
            self.add_error("name", _("Write what it is for."))
        less = values.get("discount") or 0
        if less and less > (values.get("unit") or 0) * (values.get("quantity") or 1):
            self.add_error("discount", _("The discount is more than the price."))
        return values

    @property
    def draft(self) -> LineDraft | None:
        """The row as a line; None for an empty one."""
        values = self.cleaned_data
        if not values.get("name"):
            return None
        return LineDraft(
            name=values["name"],
            quantity=values.get("quantity") or 1,
            unit=Money(values["unit"], self.currency),
            discount=Money(values.get("discount") or 0, self.currency),
            tax=self.rate if values.get("taxed") else NO_TAX,
            kind=InvoiceLine.Kind.OTHER,
        )


LineForms = forms.formset_factory(LineForm, extra=3, max_num=MOST_LINES, absolute_max=MOST_LINES)


def line_values(line: InvoiceLine) -> dict[str, Any]:
    """A line as its form shows it."""
    return {
        "name": line.name,
        "quantity": line.quantity,
        "unit": line.unit_minor,
        "discount": line.discount_minor or None,
        "taxed": bool(line.tax_bp),
    }


class ReceivedForm(forms.Form):
    """Money that was taken outside of every gateway. `key` is the form's own: sent twice, it counts once."""

    amount = MoneyField(label=_("Amount"), minimum=1, maximum=LARGEST_MINOR)
    method = forms.ChoiceField(
        label=_("How it was paid"),
        choices=[
            ("cash", _("Cash")),
            ("transfer", _("Bank transfer")),
            ("terminal", _("Card terminal")),
            ("cheque", _("Cheque")),
            ("other", _("Other")),
        ],
    )
    reference = forms.CharField(label=_("Reference"), max_length=120, required=False)
    day = DateField(label=_("Day"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, due: Money, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(MoneyField, self.fields["amount"]).currency = due.currency
        self.initial = {"amount": due, "day": timezone.localdate(), "key": uuid4(), **self.initial}

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Choose a day that has come."))
        return day


class CreditForm(forms.Form):
    """What is taken off an invoice, and where money that was paid goes."""

    amount = MoneyField(label=_("Amount"), minimum=1, maximum=LARGEST_MINOR)
    to = forms.ChoiceField(
        label=_("Money that was paid"),
        choices=[
            ("source", _("goes back the way it came")),
            ("credit", _("becomes account credit")),
            ("none", _("stays: only what is due becomes less")),
        ],
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The client will read it."))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, left: Money, **options: Any) -> None:
        super().__init__(*args, **options)
        amount = cast(MoneyField, self.fields["amount"])
        amount.currency, amount.maximum = left.currency, left.minor
        self.initial = {"amount": left, "key": uuid4(), **self.initial}
