"""What an owner enters about a provider, and what somebody enters to confirm an account."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.fetch import FetchFailed, parts_of
from tenant_apps.accounts.forms.fields import CodeField, name_field, password_field
from tenant_apps.accounts.models import one_line

from . import presets
from .faults import fault_text
from .models import Provider

_DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.ASCII)
MOST_DOMAINS = 20
_LATIN = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
OWN_KINDS = [kind for kind in Provider.Kind.choices if kind[0] != Provider.Kind.PLATFORM]


class ProviderForm(forms.Form):
    """Name, client id, secret and e-mail domains. The secret is never shown again."""

    name = forms.CharField(
        label=_("Name on the button"),
        max_length=60,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    client_id = forms.CharField(
        label=_("Client ID"), max_length=254, validators=[one_line], widget=forms.TextInput(attrs=_LATIN)
    )
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )
    email_domains = forms.CharField(
        label=_("Only e-mail addresses of these domains"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={**_LATIN, "placeholder": "example.com, example.org"}),
        help_text=_("Leave this empty to let every address in."),
    )

    def __init__(self, *args: Any, provider: Provider | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if provider:
            self.fields["secret"].required = False
            self.fields["secret"].help_text = _("A secret is kept. Leave this empty to keep it.")

    def clean_email_domains(self) -> list[str]:
        found = [
            part.lower().lstrip("@")
            for part in re.split(r"[\s,;،]+", self.cleaned_data["email_domains"])
            if part
        ]
        wrong = [part for part in found if not _DOMAIN.fullmatch(part)]
        if wrong or len(found) > MOST_DOMAINS:
            raise ValidationError(_("Enter domains such as example.com, with commas between them."))
        return sorted(set(found))

    @property
    def fields_of_provider(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "client_id", "email_domains")}


class NewProviderForm(ProviderForm):
    """Besides: for whom it is and where it is; a preset knows the issuer's address."""

    field_order = ["audience", "directory", "issuer", "name", "client_id", "secret", "email_domains"]
    audience = forms.ChoiceField(
        label=_("Who signs in with it"), choices=Provider.Audience.choices, widget=forms.RadioSelect
    )
    directory = forms.CharField(
        label=_("Directory (tenant) ID"),
        max_length=36,
        widget=forms.TextInput(attrs={**_LATIN, "placeholder": "00000000-0000-0000-0000-000000000000"}),
    )
    issuer = forms.CharField(
        label=_("Issuer address"),
        max_length=300,
        widget=forms.TextInput(attrs={**_LATIN, "placeholder": "https://login.example.com"}),
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        if kind != Provider.Kind.MICROSOFT:
            del self.fields["directory"]
        if kind != Provider.Kind.CUSTOM:
            del self.fields["issuer"]
            self.fields["name"].initial = Provider.Kind(kind).label

    def clean_directory(self) -> str:
        try:
            return presets.microsoft(self.cleaned_data["directory"])
        except ValueError:
            raise ValidationError(
                _("This is not the ID of a directory: it looks like a long number in five parts.")
            ) from None

    def clean_issuer(self) -> str:
        issuer: str = self.cleaned_data["issuer"].strip()
        try:
            if parts_of(issuer).query:
                raise FetchFailed("address")
        except FetchFailed as failed:
            raise ValidationError(fault_text(failed.code)) from None
        return issuer

    @property
    def fields_of_provider(self) -> dict[str, Any]:
        given = self.cleaned_data
        issuer = given.get("issuer") or given.get("directory") or presets.GOOGLE
        return super().fields_of_provider | {
            "audience": given["audience"],
            "kind": self.kind,
            "issuer": issuer,
        }


class PasswordForm(forms.Form):
    """The password of the account that is to be connected."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"] = password_field(_("Password"))


class MailedCodeForm(forms.Form):
    """The code that was mailed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = CodeField()


class NewcomerForm(forms.Form):
    """The name that a new account is opened with."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"] = name_field()
