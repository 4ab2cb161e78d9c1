"""What an operator types before something happens to a reseller: why, and for what cannot be undone its name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branding.formats import ascii_digits

_LINES = forms.Textarea(attrs={"rows": 3})


class ReasonForm(forms.Form):
    """Why. It stands in both histories."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_LINES)


class ToldReasonForm(ReasonForm):
    """Why, in words that the owner reads."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=_LINES,
        help_text=_("The owner reads it in a mail, word for word."),
    )


class TypedForm(ReasonForm):
    """What is meant must be typed as it is written: `expected`."""

    typed = forms.CharField(
        max_length=253,
        widget=forms.TextInput(attrs={"class": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["typed", "reason"]

    def __init__(self, *args: Any, expected: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.expected = expected
        self.fields["typed"].label = _("Type %(expected)s to confirm") % {"expected": expected}

    def clean_typed(self) -> str:
        typed = ascii_digits(str(self.cleaned_data["typed"])).strip().lower()
        if typed != self.expected.lower():
            raise ValidationError(_("This is not what is written above."))
        return typed


class ArchiveForm(TypedForm):
    """Archive: typed, with words that the owner reads."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=_LINES,
        help_text=_("The owner reads it in a mail, word for word."),
    )


class DeletionForm(TypedForm):
    """Delete for good. Without an export of the archived data somebody must say that none is wanted."""

    without_export = forms.BooleanField(label=_("Delete it without an export"), required=False)
    field_order = ["typed", "reason", "without_export"]

    def __init__(self, *args: Any, has_export: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if has_export:
            del self.fields["without_export"]
        else:
            self.fields["without_export"].required = True
            self.fields["without_export"].error_messages["required"] = _(
                "Make an export first, or say here that none is wanted."
            )
