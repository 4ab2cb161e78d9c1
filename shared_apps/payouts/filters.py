"""What the queue of withdrawals is narrowed by."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from branding.forms import DateField, MoneyField
from shared_apps.commissions.currencies import chosen, currencies_of
from shared_apps.commissions.models import Withdrawal, WithdrawalStatus
from shared_apps.commissions.redeeming import kinds_offered
from tenants.context import current_tenant

ALL = "all"


class WithdrawalFilter(forms.Form):
    """State, person, method, currency, smallest amount in it, days. What is not understood narrows nothing."""

    q = forms.CharField(label=_("Name"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("Pay to"), required=False)
    least = MoneyField(label=_("At least"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = currencies_of()
        self.currencies = offered if len(offered) > 1 else []
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Any method")), *kinds_offered()]
        currency: Any = self.fields["currency"]
        currency.choices = [("", _("All currencies")), *((code, code) for code in offered)]
        least: Any = self.fields["least"]
        least.currency = chosen(self.data, offered)

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
        if typed.get("currency"):
            wanted &= Q(currency=typed["currency"])
        if typed.get("least"):
            least: Any = self.fields["least"]
            wanted &= Q(amount_minor__gte=typed["least"], currency=least.currency)
        zone = ZoneInfo(current_tenant().time_zone)
        if typed.get("since"):
            wanted &= Q(requested_at__gte=datetime.combine(typed["since"], time(), zone))
        if typed.get("until"):
            wanted &= Q(requested_at__lt=datetime.combine(typed["until"] + timedelta(days=1), time(), zone))
        return wanted
