"""The form of the billing settings: numbers, days, reminders, fees."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from branding.formats import ascii_digits
from branding.forms import MoneyField
from tenants.context import current_tenant

from .dunning import EARLIEST, LATEST, MAILS, mail_days
from .models import BillingSettings

ROWS = 6
_MAIL_NAMES = {
    "payment_reminder": _("An invoice is due soon"),
    "payment_overdue": _("An invoice is overdue"),
    "payment_overdue_last": _("The last reminder"),
}
_LABELS = {
    "invoice_prefix": _("Prefix of invoices"),
    "credit_note_prefix": _("Prefix of credit notes"),
    "number_separator": _("How numbers look"),
    "number_digits": _("Digits of the count"),
    "number_calendar": _("Numbers begin anew with"),
    "due_days": _("Days to pay"),
    "renew_days_ahead": _("Invoice for a renewal, days ahead"),
    "suspend_after_days": _("Suspend after days unpaid"),
    "end_after_days": _("End after days unpaid"),
    "late_fee": _("Late fee"),
    "late_fee_after_days": _("Days after the due date"),
    "charges_cards": _("Charge saved cards by itself on the due date"),
    "spends_credit": _("Spend account credit on new invoices by itself"),
    "allows_parts": _("Clients may pay in parts"),
    "anchor": _("Services renew on"),
    "anchor_day": _("Day of the month"),
    "upgrades": _("Upgrades take effect"),
    "downgrades": _("Downgrades take effect"),
    "notes": _("Text at the foot of every invoice"),
}
_HINTS = {
    "invoice_prefix": _("For example INV-."),
    "end_after_days": _("Empty: a suspended service waits."),
    "charges_cards": _("Clients can switch it off for themselves."),
}


class BillingForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a tenant bills. The days of retries and reminders are read in any digits."""

    retries = forms.CharField(
        label=_("Try a declined card again, days after the due date"),
        required=False,
        max_length=80,
        help_text=_("For example 1, 3, 5, 7. Empty: it is charged once."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    fee_amount = MoneyField(label=_("Amount"), required=False)
    fee_percent = forms.CharField(label=_("Percent of what is due"), required=False, max_length=8)

    class Meta:
        model = BillingSettings
        fields = tuple(_LABELS)
        labels = _LABELS
        help_texts = _HINTS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        now_set, currency = self.instance, current_tenant().currency
        cast(MoneyField, self.fields["fee_amount"]).currency = currency
        for name in ("invoice_prefix", "credit_note_prefix"):
            self.fields[name].widget.attrs["dir"] = "ltr"
        self.initial["retries"] = ", ".join(str(day) for day in now_set.retry_days)
        self.initial["fee_amount"] = now_set.late_fee_minor
        self.initial["fee_percent"] = f"{Decimal(now_set.late_fee_bp) / 100:f}".rstrip("0").rstrip(".") or "0"
        for at, (days, mail) in enumerate([*mail_days(now_set), *[(None, "")] * ROWS][:ROWS]):
            self._add_row(at, days, mail)

    def _add_row(self, at: int, days: int | None, mail: str) -> None:
        self.fields[f"when_{at}"] = forms.ChoiceField(
            label=_("When"),
            choices=[("after", _("days after the due date")), ("before", _("days before the due date"))],
            initial="before" if days is not None and days < 0 else "after",
        )
        self.fields[f"days_{at}"] = forms.IntegerField(
            label=_("Days"),
            required=False,
            min_value=0,
            max_value=LATEST,
            initial=None if days is None else abs(days),
        )
        choices = [("", "–"), *((name, _MAIL_NAMES[name]) for name in MAILS)]
        self.fields[f"mail_{at}"] = forms.ChoiceField(
            label=_("Mail"), choices=choices, required=False, initial=mail
        )

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The reminders, as fields that stand beside each other."""
        for at in range(ROWS):
            yield self[f"days_{at}"], self[f"when_{at}"], self[f"mail_{at}"]

    def group(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def numbers(self) -> list[forms.BoundField]:
        return self.group(
            "invoice_prefix", "credit_note_prefix", "number_separator", "number_digits", "number_calendar"
        )

    @property
    def terms(self) -> list[forms.BoundField]:
        return self.group("due_days", "renew_days_ahead", "allows_parts", "spends_credit", "notes")

    @property
    def services(self) -> list[forms.BoundField]:
        return self.group(
            "suspend_after_days", "end_after_days", "anchor", "anchor_day", "upgrades", "downgrades"
        )

    @property
    def cards(self) -> list[forms.BoundField]:
        return self.group("charges_cards", "retries")

    @property
    def fees(self) -> list[forms.BoundField]:
        return self.group("late_fee", "fee_amount", "fee_percent", "late_fee_after_days")

    def clean_retries(self) -> list[int]:
        text = ascii_digits(str(self.cleaned_data["retries"])).replace("،", ",").replace("؛", ",")
        parts = [part for part in text.replace(";", ",").replace(" ", ",").split(",") if part]
        if not all(part.isdigit() and 0 < int(part) <= LATEST for part in parts) or len(parts) > 12:
            raise forms.ValidationError(_("Write whole numbers of days, such as 1, 3, 5, 7."))
        return sorted({int(part) for part in parts})

    def clean_fee_percent(self) -> int:
        text = ascii_digits(str(self.cleaned_data["fee_percent"] or "0")).replace("٫", ".").replace(",", ".")
        try:
            value = Decimal(text.strip().removesuffix("%").strip() or "0")
        except InvalidOperation:
            raise forms.ValidationError(_("Enter a number.")) from None
        if not (value.is_finite() and 0 <= value <= 100):
            raise forms.ValidationError(_("Enter a number from 0 to 100."))
        return int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for at in range(ROWS):
            days, mail = values.get(f"days_{at}"), values.get(f"mail_{at}")
            if mail and days is None and f"days_{at}" not in self.errors:
                self.add_error(f"days_{at}", _("Write how many days."))
            if days and values.get(f"when_{at}") == "before" and days > -EARLIEST:
                self.add_error(f"days_{at}", _("At most %(most)s days before.") % {"most": -EARLIEST})
        fee = values.get("late_fee")
        if fee == "amount" and not values.get("fee_amount") and "fee_amount" not in self.errors:
            self.add_error("fee_amount", _("Write how much."))
        if fee == "percent" and not values.get("fee_percent") and "fee_percent" not in self.errors:
            self.add_error("fee_percent", _("Write how much."))
        return values

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The reminders of a valid form; the later one of two on the same day counts."""
        found: dict[int, str] = {}
        for at in range(ROWS):
            days, mail = self.cleaned_data[f"days_{at}"], self.cleaned_data[f"mail_{at}"]
            if mail and days is not None:
                found[-days if self.cleaned_data[f"when_{at}"] == "before" else days] = mail
        return [{"days": days, "mail": mail} for days, mail in sorted(found.items())]

    @property
    def settings(self) -> BillingSettings:
        """What a valid form asks for, not saved yet."""
        wished: BillingSettings = self.instance
        wished.retry_days = self.cleaned_data["retries"]
        wished.late_fee_minor = self.cleaned_data["fee_amount"] or 0
        wished.late_fee_bp = self.cleaned_data["fee_percent"]
        wished.dunning = self.steps
        return wished
