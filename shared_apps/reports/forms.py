"""What a report's page is asked for; what is not understood gives the present month."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from branding.forms import DateField, DateInput
from shared_apps.kernel.clock import now

from .spans import CUSTOM, LABELS, Span, span_of

LONGEST_DAYS = 366 * 3


class PeriodForm(forms.Form):
    """A month, quarter or year of the reader's calendar, or days from and to, both included."""

    period = forms.ChoiceField(label=_("Period"), choices=LABELS, required=False)
    since = DateField(label=_("From"), required=False, widget=DateInput(attrs={"class": "in"}))
    until = DateField(
        label=pgettext_lazy("end of a period", "To"), required=False, widget=DateInput(attrs={"class": "in"})
    )

    def clean(self) -> dict[str, object]:
        chosen = super().clean() or {}
        since, until = chosen.get("since"), chosen.get("until")
        if chosen.get("period") == CUSTOM and not self.errors:
            if not since or not until:
                raise ValidationError(_("Choose both days."))
            if since > until:
                raise ValidationError(_("The period ends before it begins."))
            if (until - since).days > LONGEST_DAYS:
                raise ValidationError(_("Choose at most three years."))
        return chosen

    def span(self) -> Span:
        """The period that is asked for; the present month while something is wrong."""
        today = timezone.localdate(now())
        if not self.is_valid():
            return span_of("month", today)
        chosen = self.cleaned_data
        if chosen["period"] == CUSTOM:
            return Span(CUSTOM, chosen["since"], chosen["until"])
        return span_of(chosen["period"] or "month", self._at() or today)

    def _at(self) -> date | None:
        """The day that the links to other periods name."""
        try:
            day = date.fromisoformat(self.data.get("at", ""))
        except ValueError:
            return None
        return day if 1950 < day.year < 2200 else None
