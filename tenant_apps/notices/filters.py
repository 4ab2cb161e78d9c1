"""What the mail log can be searched by."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from branding.forms import DateField

from .models import MailMessage
from .texts import editable, grouped


def _kinds() -> list[tuple[Any, Any]]:
    return [("", _("Any kind")), *grouped(editable())]


class LogFilter(forms.Form):
    """State, kind, address and days of the mails to show; all of them may be empty."""

    q = forms.CharField(required=False, max_length=254)
    status = forms.ChoiceField(required=False, choices=[("", ""), *MailMessage.Status.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_kinds)
    start = DateField(label=_("From"), required=False)
    end = DateField(label=pgettext_lazy("end of a period", "To"), required=False)

    def applied(self, found: QuerySet[MailMessage]) -> QuerySet[MailMessage]:
        """Those of `found` that fit; what cannot be read filters nothing."""
        self.is_valid()
        wished: dict[str, Any] = self.cleaned_data
        if wished.get("q"):
            found = found.filter(to_email__icontains=wished["q"])
        if wished.get("status"):
            found = found.filter(status=wished["status"])
        if wished.get("kind"):
            found = found.filter(template=wished["kind"])
        if wished.get("start"):
            found = found.filter(created_at__gte=_midnight(wished["start"]))
        if wished.get("end"):
            found = found.filter(created_at__lt=_midnight(wished["end"] + timedelta(days=1)))
        return found


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
