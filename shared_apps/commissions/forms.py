"""What people type into the programme."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from branding.formats import money as money_text
from branding.forms import MoneyField
from shared_apps.kernel.money import Money

from .models import MethodKind, PayoutMethod
from .redeeming import AT_ONCE, kinds_offered

one_line = RegexValidator(r"[\x00-\x1f\x7f\u2028\u2029]", _("Use a single line."), inverse_match=True)


class MethodForm(forms.Form):
    """A bank card, an IBAN, or a balance here."""

    kind = forms.ChoiceField(label=_("Pay me to"), initial=MethodKind.CARD, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Card number or IBAN / Sheba"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Spaces and local digits are fine. We keep it encrypted and show its last four digits. "
            "A balance with us needs no number."
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
        kind: Any = self.fields["kind"]
        kind.choices = kinds_offered()
        if self.data.get("kind") in AT_ONCE:
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
