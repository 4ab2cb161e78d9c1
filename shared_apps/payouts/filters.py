"""What the queue of withdrawals is narrowed by."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from branding.forms import DateField, MoneyField
from shared_apps.commissions.models import MethodKind, Withdrawal, WithdrawalStatus
from tenants.context import current_tenant

ALL = "all"


class WithdrawalFilter(forms.Form):
    """State, person, method, smallest amount, days of the request. What is not understood narrows nothing."""

    q = forms.CharField(label=_("Name"), required=False, max_length=120)
    kind = forms.ChoiceField(
        label=_("Pay to"), required=False, choices=[("", _("Any method")), *MethodKind.choices]
    )
    least = MoneyField(label=_("At least"), required=False)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        least: Any = self.fields["least"]
        least.currency = current_tenant().currency

    @property
    def state(self) -> str:
        """One of the states, or all."""
        asked = str(self.data.get("status", WithdrawalStatus.REQUESTED))
        return asked if asked in {*WithdrawalStatus.values, ALL} else WithdrawalStatus.REQUESTED

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, rows: QuerySet[Withdrawal]) -> QuerySet[Withdrawal]:
        """Those in the state that fit everything else."""
        if self.state != ALL:
            rows = rows.filter(status=self.state)
        return rows.filter(self._wanted())

    def _wanted(self) -> Q:
        self.is_valid()
        typed, wanted = self.cleaned_data, Q()
        if text := str(typed.get("q", "")).replace("\x00", ""):
            wanted &= Q(person_name__icontains=text) | Q(method__masked__endswith=text)
        if typed.get("kind"):
            wanted &= Q(method__kind=typed["kind"])
        if typed.get("least"):
            wanted &= Q(amount_minor__gte=typed["least"], currency=current_tenant().currency)
        zone = ZoneInfo(current_tenant().time_zone)
        if typed.get("since"):
            wanted &= Q(requested_at__gte=datetime.combine(typed["since"], time(), zone))
        if typed.get("until"):
            wanted &= Q(requested_at__lt=datetime.combine(typed["until"] + timedelta(days=1), time(), zone))
        return wanted
