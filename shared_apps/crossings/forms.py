"""What is asked before somebody acts for another, and what consent there is."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from branding.formats import ascii_digits

from .cards import Consent, Mode

one_line = RegexValidator(r"[\x00-\x1f\x7f\u2028\u2029]", _("Use a single line."), inverse_match=True)


class EntryForm(forms.Form):
    """Whom, why, with which ticket, and whether only to look. `people`: value and label of who can be chosen."""

    whom = forms.ChoiceField(label=_("Enter as"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        validators=[one_line],
        help_text=_("They read it in their log."),
    )
    ticket = forms.CharField(label=_("Ticket"), max_length=60, required=False, validators=[one_line])
    mode = forms.ChoiceField(
        label=_("You may"), choices=Mode.choices, initial=Mode.READ, widget=forms.RadioSelect
    )

    def __init__(self, *args: object, people: Sequence[tuple[str, str]], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        whom = self.fields["whom"]
        assert isinstance(whom, forms.ChoiceField)  # noqa: S101
        whom.choices = list(people)
        if len(people) == 1:
            whom.widget = forms.HiddenInput()
            whom.initial = people[0][0]


class ConsentForm(forms.Form):
    """Always, ask or never."""

    choice = forms.ChoiceField(label=_("Access"), choices=Consent.choices, widget=forms.RadioSelect)


class OfficeForm(forms.Form):
    """The address of a portal."""

    address = forms.CharField(
        label=_("Address of your portal"),
        max_length=253,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )


class CodeForm(forms.Form):
    """Six digits, in any script."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        return ascii_digits(self.cleaned_data["code"]).replace(" ", "")
