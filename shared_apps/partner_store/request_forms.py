"""What resellers and reviewers type about a request for extra services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .models import RequestLine

_LINES = {"rows": 4}


class MessageForm(forms.Form):
    """A question or an answer."""

    body = forms.CharField(label=_("Message"), max_length=4000, widget=forms.Textarea(attrs=_LINES))


class SubmissionForm(forms.Form):
    """What goes with a selection: the total that was shown, and what it is wanted for."""

    form_uuid = forms.UUIDField(widget=forms.HiddenInput)
    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = forms.CharField(
        label=_("What do you want it for?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It helps us to answer sooner."),
    )


class RequestRejectionForm(forms.Form):
    """Why not, and how to go on; the reseller gets both by mail (S4.16, S4.17)."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs=_LINES))
    next_steps = forms.CharField(
        label=_("Next steps"),
        max_length=2000,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_("What the reseller can do to get it all the same."),
    )


class ApprovalForm(forms.Form):
    """Which lines are approved; those that are not need a reason each."""

    next_steps = forms.CharField(
        label=_("Next steps"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the mail beside how to pay."),
    )

    def __init__(self, *args: Any, lines: list[RequestLine], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = lines
        for line in lines:
            self.fields[f"line_{line.pk}"] = forms.BooleanField(label=str(line), required=False, initial=True)
            self.fields[f"reason_{line.pk}"] = forms.CharField(
                label=_("Reason"), required=False, max_length=500
            )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for line in self.lines:
            if not typed.get(f"line_{line.pk}") and not typed.get(f"reason_{line.pk}", "").strip():
                self.add_error(f"reason_{line.pk}", _("Say why it is not accepted."))
        return typed

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each line with its two fields, for the page."""
        return [
            {"line": line, "tick": self[f"line_{line.pk}"], "reason": self[f"reason_{line.pk}"]}
            for line in self.lines
        ]

    @property
    def refused(self) -> dict[int, str]:
        """The reasons by line; only for a valid form."""
        typed = self.cleaned_data
        return {line.pk: typed[f"reason_{line.pk}"] for line in self.lines if not typed[f"line_{line.pk}"]}


class WorkForm(forms.Form):
    """What was done, as the reseller reads it."""

    note = forms.CharField(
        label=_("What was done"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def checks_typed(data: QueryDict) -> dict[str, str]:
    """The answers of the check list: `check:<key>=yes|no`."""
    return {name.removeprefix("check:"): str(data[name]) for name in data if name.startswith("check:")}
