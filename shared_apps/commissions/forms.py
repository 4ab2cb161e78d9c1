"""What people type into the programme."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from branding.formats import money as money_text
from branding.forms import MoneyField, NumberField, PercentField
from shared_apps.kernel.money import Money

from .models import MethodKind, PayoutMethod, Programme
from .terms import rate_for_all

one_line = RegexValidator(r"[\x00-\x1f\x7f\u2028\u2029]", _("Use a single line."), inverse_match=True)


class MethodForm(forms.Form):
    """A bank card, an IBAN or account credit."""

    kind = forms.ChoiceField(
        label=_("Pay me to"), choices=MethodKind.choices, initial=MethodKind.CARD, widget=forms.RadioSelect
    )
    number = forms.CharField(
        label=_("Card number or IBAN / Sheba"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Spaces and local digits are fine. We keep it encrypted and show its last four digits. "
            "Account credit needs no number."
        ),
    )
    holder = forms.CharField(
        label=_("Name of the account holder"),
        max_length=120,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.data.get("kind") == MethodKind.CREDIT:
            self.fields["number"].required = self.fields["holder"].required = False


class WithdrawalForm(forms.Form):
    """The amount and where it goes. The verb knows the limits: a form sent twice must not fail by itself."""

    amount = MoneyField(label=_("Amount"), minimum=1)
    method = forms.ChoiceField(label=_("Pay to"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note for the accountant"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, *args: Any, methods: list[PayoutMethod], minimum: Money, available: Money, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        amount: Any = self.fields["amount"]
        amount.currency = available.currency
        amount.initial = available
        amount.help_text = _("At least %(minimum)s, at most %(available)s.") % {
            "minimum": money_text(minimum, trim=True),
            "available": money_text(available, trim=True),
        }
        choice: Any = self.fields["method"]
        choice.choices = [(str(one.uuid), str(one)) for one in methods]
        if len(methods) == 1:
            choice.initial = str(methods[0].uuid)


class ProgrammeForm(forms.Form):
    """The terms of the programme."""

    rate_bp = PercentField(
        label=_("Commission in per cent"), help_text=_("Of the net amount paid, on every purchase.")
    )
    hold_days = NumberField(
        label=_("Hold in days"), maximum=365, help_text=_("How long an earning waits before it is available.")
    )
    cookie_days = NumberField(
        label=_("A click counts for (days)"),
        minimum=1,
        maximum=365,
        help_text=_("Until the visitor signs up. The last link clicked wins."),
    )
    earning_days = NumberField(
        label=_("Earning ends after (days)"),
        required=False,
        minimum=1,
        maximum=36_500,
        help_text=_("Empty: a referred client earns commission without end."),
    )
    minimum_minor = MoneyField(label=_("Smallest withdrawal"), minimum=1)
    guide_url = forms.URLField(
        label=_("Page about the programme"), required=False, assume_scheme="https", max_length=200
    )
    tutorials_url = forms.URLField(
        label=_("Tutorials or blog"), required=False, assume_scheme="https", max_length=200
    )

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        version = programme.version
        options["initial"] = {
            name: getattr(version if hasattr(version, name) else programme, name)
            for name in self.base_fields
            if name != "rate_bp"
        } | {"rate_bp": rate_for_all(version)}
        super().__init__(*args, **options)
        minimum: Any = self.fields["minimum_minor"]
        minimum.currency = programme.currency


class RejectionForm(forms.Form):
    """Why a withdrawal is not paid; the person reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this."),
    )


class PaymentForm(forms.Form):
    """The bank's name for the transfer."""

    reference = forms.CharField(label=_("Bank reference"), max_length=80, validators=[one_line])
