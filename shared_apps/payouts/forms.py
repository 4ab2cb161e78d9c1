"""What people type about payouts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from schwifty import BIC
from schwifty.exceptions import SchwiftyException

from branding.forms import DateField, MoneyField, PercentField
from shared_apps.commissions.bank_numbers import InvalidNumber, read_iban
from shared_apps.commissions.forms import one_line
from shared_apps.kernel.countries import countries
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .files.table import COLUMNS, USUAL
from .models import PayeeKind, PayoutProfile, PayoutSettings, StatementBy, WithholdingRule
from .queries import today

LARGEST_FILE = 20 * 1024 * 1024
LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class BatchForm(forms.Form):
    """Which withdrawals go together, and when the bank is to pay them."""

    execute_on = DateField(
        label=_("Day of payment"), help_text=_("The bank executes the transfers on this day.")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["execute_on"].initial = today()

    def clean_execute_on(self) -> Any:
        day = self.cleaned_data["execute_on"]
        if day < today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


class ResultForm(forms.Form):
    """The bank's answer."""

    file = forms.FileField(
        label=_("The bank's file"),
        help_text=_(
            "CSV with the columns id and status, or pain.002 (XML). Nothing is applied before you agree."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xml"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Choose a file of at most 20 MB."))
        return file


class ReferenceForm(forms.Form):
    """The bank's name for one transfer."""

    reference = forms.CharField(label=_("Bank reference"), max_length=80, validators=[one_line])


class ReasonForm(forms.Form):
    """Why a line was returned or is taken out."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class SettingsForm(forms.Form):
    """The account that pays, the bank's files, documents."""

    account_holder = forms.CharField(
        label=_("Name of the account holder"), max_length=70, required=False, validators=[one_line]
    )
    account_iban = forms.CharField(
        label=_("IBAN"), max_length=60, required=False, widget=forms.TextInput(attrs=LTR)
    )
    account_bic = forms.CharField(
        label=_("BIC"), max_length=11, required=False, widget=forms.TextInput(attrs=LTR)
    )
    sends_xml = forms.BooleanField(
        label=_("Lines to IBANs go as ISO 20022 (pain.001)"),
        required=False,
        help_text=_("The CSV then holds the rest. A batch keeps the files that it was made with."),
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns of the CSV file"), required=False, widget=forms.CheckboxSelectMultiple
    )
    delimiter = forms.ChoiceField(
        label=_("Between columns"),
        choices=[(",", _("Comma")), (";", _("Semicolon")), ("\t", _("Tab"))],
        # A field's own stripping would leave nothing of a tab.
        widget=forms.Select,
    )
    has_decimal_comma = forms.BooleanField(label=_("Amounts with a decimal comma"), required=False)
    paid_words = forms.CharField(
        label=_("The bank's words for “paid”"),
        required=False,
        max_length=200,
        help_text=_("With commas between them, beside the usual ones."),
    )
    returned_words = forms.CharField(
        label=_("The bank's words for “returned”"), required=False, max_length=200
    )
    is_profile_required = forms.BooleanField(
        label=_("Money can be asked for only with a complete payout profile"), required=False
    )
    statement_by = forms.ChoiceField(
        label=_("One self-billed invoice for"), choices=StatementBy.choices, widget=forms.RadioSelect
    )
    statement_prefix = forms.RegexField(
        r"^[A-Za-z0-9-]*$", label=_("Numbers begin with"), max_length=8, required=False, strip=True
    )

    def __init__(self, *args: Any, settings: PayoutSettings, **options: Any) -> None:
        initial = {name: getattr(settings, name) for name in self.base_fields}
        initial |= {"columns": settings.columns or list(USUAL)}
        for words in ("paid_words", "returned_words"):
            initial[words] = ", ".join(initial[words])
        options["initial"] = initial
        super().__init__(*args, **options)
        columns: Any = self.fields["columns"]
        columns.choices = [(name, label) for name, (_head, label, _cell) in COLUMNS.items()]

    def clean_account_iban(self) -> str:
        typed = self.cleaned_data["account_iban"]
        if not typed:
            return ""
        try:
            return read_iban(typed, current_tenant().country)
        except InvalidNumber:
            raise forms.ValidationError(
                _("This is not a valid IBAN. Check its letters and digits.")
            ) from None

    def clean_account_bic(self) -> str:
        typed = self.cleaned_data["account_bic"].strip().upper()
        try:
            return str(BIC(typed)) if typed else ""
        except SchwiftyException:
            raise forms.ValidationError(_("This is not a valid BIC.")) from None

    def clean_paid_words(self) -> list[str]:
        return _words(self.cleaned_data["paid_words"])

    def clean_returned_words(self) -> list[str]:
        return _words(self.cleaned_data["returned_words"])

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        both = set(typed.get("paid_words", [])) & set(typed.get("returned_words", []))
        if both:
            self.add_error("returned_words", _("A word cannot mean both."))
        if typed.get("sends_xml") and not (typed.get("account_iban") and typed.get("account_holder")):
            self.add_error("sends_xml", _("Enter the account that pays first."))
        columns = typed.get("columns")
        if columns and not {"code", "number", "amount"} <= set(columns):
            self.add_error("columns", _("Reference, number and amount are needed."))
        return typed


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """Tax withheld: how much, from whom, from when."""

    basis_points = PercentField(label=_("Rate in per cent"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("Beneficiaries"), required=False)
    since = DateField(label=_("First day"))
    until = DateField(label=_("Last day"), required=False, help_text=_("Empty: for good."))

    class Meta:
        model = WithholdingRule
        fields = ["name", "basis_points", "country", "kind", "since", "until"]
        labels = {"name": _("Name")}
        help_texts = {"name": _("As statements say it, such as withholding tax.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].validators.append(one_line)
        _offer(self, "country", [("", _("Everywhere else")), *countries()])
        _offer(self, "kind", [("", _("All")), *PayeeKind.choices])
        if not self.instance.pk:
            self.fields["since"].initial = today()

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        since, until = typed.get("since"), typed.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day cannot be before the first."))
        if typed.get("basis_points") == 10_000:
            self.add_error("basis_points", _("Something must be left to pay."))
        return typed

    def _post_clean(self) -> None:
        """The verb writes the rule, not the form."""


class EndForm(forms.Form):
    """The last day of a published rule."""

    last_day = DateField(label=_("Last day"))


class RemittanceForm(forms.Form):
    """Withheld tax that was paid to the authority."""

    amount = MoneyField(label=_("Amount"), minimum=1)
    reference = forms.CharField(label=_("Reference"), max_length=80, validators=[one_line])
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, held: Money, **options: Any) -> None:
        super().__init__(*args, **options)
        amount: Any = self.fields["amount"]
        amount.currency = held.currency
        amount.initial = held


class ProfileForm(forms.Form):
    """Who is paid, as documents name them."""

    kind = forms.ChoiceField(label=_("I am"), choices=PayeeKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=120, validators=[one_line])
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    country = forms.ChoiceField(label=_("Country"))
    tax_id = forms.CharField(
        label=_("Tax number"),
        max_length=40,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs=LTR),
        help_text=_("Companies need one."),
    )

    def __init__(self, *args: Any, profile: PayoutProfile, name: str, **options: Any) -> None:
        initial = {field: getattr(profile, field) for field in self.base_fields}
        initial["name"] = initial["name"] or name
        initial["country"] = initial["country"] or current_tenant().country
        options["initial"] = initial
        super().__init__(*args, **options)
        _offer(self, "country", countries())

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("kind") == PayeeKind.COMPANY and not typed.get("tax_id"):
            self.add_error("tax_id", now_("A company needs a tax number."))
        return typed


def _offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = list(choices)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()][:20]
