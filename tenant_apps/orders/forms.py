"""Forms of the office's odd actions."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from branding.forms import MoneyField
from shared_apps.kernel.money import Money


class RefundForm(forms.Form):
    """How much to give back and why. `key` makes a form that is sent twice one refund."""

    amount = MoneyField(label=_("Amount"))
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The client will read it."))
    ends_services = forms.BooleanField(label=_("End the services that this invoice paid for"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, left: Money, **options: Any) -> None:
        super().__init__(*args, **options)
        amount = cast(MoneyField, self.fields["amount"])
        amount.currency, amount.minimum, amount.maximum = left.currency, 1, left.minor
        self.initial = {"amount": left, "key": uuid4(), **self.initial}
