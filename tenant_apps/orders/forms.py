"""Forms of the office's odd actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from branding.formats import calendar_of, entry_date
from branding.formats.calendars import from_calendar, in_calendar
from branding.forms import DateField, MoneyField
from shared_apps.kernel.money import Money


class PartForm(forms.Form):
    """How much of what is due is paid now; all of it where nothing is typed."""

    amount = MoneyField(
        label=_("Pay a part"), required=False, help_text=_("Leave it empty to pay all of it.")
    )

    def __init__(self, *args: Any, due: Money, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(MoneyField, self.fields["amount"])
        field.currency, field.minimum, field.maximum = due.currency, 1, due.minor
        self.due = due

    @property
    def part(self) -> Money | None:
        """The amount of a valid form; None for all of it."""
        typed = self.cleaned_data.get("amount")
        return Money(typed, self.due.currency) if typed else None


class CreditForm(forms.Form):
    """Account credit for a client, or some of it taken back. `key` makes a form that is sent twice one change."""

    takes = forms.ChoiceField(
        label=_("What to do"),
        choices=[("", _("Give credit")), ("1", _("Take credit back"))],
        required=False,
    )
    amount = MoneyField(label=_("Amount"))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("The client will read it."))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(MoneyField, self.fields["amount"])
        field.currency, field.minimum = currency, 1
        self.initial = {"key": uuid4(), **self.initial}

    @property
    def change(self) -> Money:
        """What a valid form adds to the balance."""
        amount = Money(self.cleaned_data["amount"], cast(MoneyField, self.fields["amount"]).currency)
        return -amount if self.cleaned_data["takes"] else amount


class RefundForm(forms.Form):
    """How much to give back and why. `key` makes a form that is sent twice one refund."""

    amount = MoneyField(label=_("Amount"))
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The client will read it."))
    to_credit = forms.BooleanField(label=_("Give it as account credit"), required=False)
    ends_services = forms.BooleanField(label=_("End the services that this invoice paid for"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, left: Money, **options: Any) -> None:
        super().__init__(*args, **options)
        amount = cast(MoneyField, self.fields["amount"])
        amount.currency, amount.minimum, amount.maximum = left.currency, 1, left.minor
        self.initial = {"amount": left, "key": uuid4(), **self.initial}


EARLIEST = date(2000, 1, 1)
LONGEST_PERIOD = timedelta(days=366 * 3)


class PeriodForm(forms.Form):
    """From a day to a day, both included, in the reader's calendar."""

    start = DateField(label=_("First day"))
    end = DateField(label=_("Last day"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"start": first_of_year(), "end": timezone.localdate(), **self.initial}

    @property
    def period(self) -> tuple[date, date]:
        """The days of a valid form, or the ones that an unsent one shows."""
        days = self.cleaned_data if self.is_bound else self.initial
        return days["start"], days["end"]

    @property
    def query(self) -> str:
        """The period for an address."""
        if self.is_bound and not self.is_valid():
            return ""
        start, end = self.period
        return urlencode({"start": entry_date(start), "end": entry_date(end)})

    def clean(self) -> dict[str, Any]:
        days: dict[str, Any] = super().clean() or {}
        start, end = days.get("start"), days.get("end")
        if start and end and not start <= end <= start + LONGEST_PERIOD:
            self.add_error("end", _("Choose a day after the first one, at most three years later."))
        if start and not EARLIEST <= start <= timezone.localdate():
            self.add_error("start", _("Choose a day that has come, from the year 2000 on."))
        return days


def first_of_year() -> date:
    """The first day of the present year of the reader's calendar."""
    year = in_calendar(timezone.localdate()).year
    return from_calendar(year, 1, 1, calendar_of())
