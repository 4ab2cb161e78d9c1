"""The fields of account forms, in the product's own words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from branding.formats import ascii_digits

from ..models import User, one_line
from ..passwords import ADVICE

CODE = _("Code")


def email_field(*, is_first: bool = False) -> forms.EmailField:
    attrs: dict[str, Any] = {
        "autocomplete": "username",
        "dir": "ltr",
        "inputmode": "email",
        "autofocus": is_first,
    }
    return forms.EmailField(label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs=attrs))


def name_field() -> forms.CharField:
    """A person's name on one line: it goes into mail headers (RELIABILITY 27)."""
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return forms.CharField(label=_("Your name"), max_length=120, validators=[one_line], widget=widget)


def password_field(label: Any, autocomplete: str = "current-password") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "dir": "ltr"})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget)


class NewPasswordField(forms.CharField):
    """A password that passes the validators, for `user` where somebody is known."""

    def __init__(self, label: Any, *, user: User | None = None) -> None:
        self.user = user
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"})
        super().__init__(label=label, strip=False, max_length=128, widget=widget, help_text=ADVICE)

    def clean(self, value: Any) -> str:
        password: str = get_adapter().clean_password(super().clean(value), user=self.user)
        return password


class CodeField(forms.CharField):
    """A code from a mail or an app, typed in any of the readers' digits."""

    def __init__(self, label: Any = CODE) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "autofocus": True}
        )
        super().__init__(label=label, max_length=32, widget=widget)

    def to_python(self, value: Any) -> Any:
        return ascii_digits(super().to_python(value) or "")
