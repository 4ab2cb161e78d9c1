"""What people fill in about domains."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branding.formats import ascii_digits

from .models import OwnDomain
from .names import BadName, claimable


class ClaimForm(forms.Form):
    """A name to claim, and whether its twin comes along."""

    host = forms.CharField(
        label=_("Domain"),
        max_length=500,
        help_text=_("A name that you have bought, or one below it."),
        widget=forms.TextInput(
            attrs={
                "class": "ltr",
                "placeholder": "shop.example.com",
                "spellcheck": "false",
                "autocapitalize": "off",
            }
        ),
    )
    with_twin = forms.BooleanField(
        label=_("Also add the same name with or without www."), required=False, initial=True
    )

    def clean_host(self) -> str:
        return claimable(ascii_digits(self.cleaned_data["host"]))


class ReleaseForm(forms.Form):
    """The name typed once more, in its own script or in A-labels."""

    confirmation = forms.CharField(
        label=_("Type the domain to confirm"),
        widget=forms.TextInput(attrs={"class": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *arguments: Any, domain: OwnDomain, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.domain = domain

    def clean_confirmation(self) -> str:
        typed: str = self.cleaned_data["confirmation"]
        try:
            host = claimable(typed)
        except BadName:
            host = ""
        if host != self.domain.host:
            raise ValidationError(_("This is not the name of the domain."))
        return host
