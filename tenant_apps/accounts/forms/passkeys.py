"""Forms around passkeys. The browser's answer is a JSON object in the field `credential`."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import one_line
from ..passkeys import is_from_here


def passkey_name() -> forms.CharField:
    return forms.CharField(label=_("Name"), max_length=60, required=False, validators=[one_line])


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"] = passkey_name()
        self.fields["passwordless"] = forms.BooleanField(
            label=_("Sign in with it alone"),
            required=False,
            initial=True,
            help_text=_(
                "Without your password. Untick it for an older security key: it is a second step then."
            ),
        )

    def clean_credential(self) -> Any:
        return _own(self.cleaned_data["credential"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = _refusing(super().clean)
        return cleaned


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"] = passkey_name()
        self.fields["name"].required = True


class _Answer(forms.Form):
    """Refuses what was not made on a page of this host, and whatever is no passkey's answer at all."""

    def clean_credential(self) -> Any:
        _own(self.cleaned_data["credential"])
        return _refusing(super().clean_credential)  # type: ignore[misc]


class SecondStepByPasskeyForm(_Answer, webauthn.AuthenticateWebAuthnForm):
    """The second step after a password."""


class LoginByPasskeyForm(_Answer, webauthn.LoginWebAuthnForm):
    """Sign-in by passkey alone."""


class ConfirmByPasskeyForm(_Answer, webauthn.ReauthenticateWebAuthnForm):
    """Before something that protects the account is changed."""


def _own(credential: Any) -> Any:
    if not is_from_here(credential):
        raise get_adapter().validation_error("incorrect_passkey")
    return credential


def _refusing(clean: Any) -> Any:
    """allauth and fido2 take some malformed answers for granted; each is a wrong one."""
    try:
        return clean()
    except forms.ValidationError as wrong:
        if getattr(wrong, "code", "") == "incorrect_code":
            raise get_adapter().validation_error("incorrect_passkey") from wrong
        raise
    except (TypeError, ValueError, LookupError, AttributeError) as wrong:
        raise get_adapter().validation_error("incorrect_passkey") from wrong
