"""Forms of the signed-in person: profile, password, e-mail address, second step."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .fields import CodeField, NewPasswordField, email_field, name_field, password_field


class ProfileForm(forms.Form):
    name = name_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        languages = forms.ChoiceField(label=_("Language"), required=False)
        languages.choices = [("", _("As the browser asks")), *settings.LANGUAGES]
        self.fields["language"] = languages


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"] = password_field(_("Current password"))
        self.fields["password1"] = NewPasswordField(_("New password"), user=self.user)
        self.fields["password2"] = password_field(_("New password again"), "new-password")


class ChangeEmailForm(allauth.AddEmailForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"] = email_field()
        self.fields["email"].label = _("New e-mail address")


class ConfirmPasswordForm(allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"] = password_field(_("Password"))


class ConfirmCodeForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = CodeField()


class ActivateAppForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = CodeField(_("Code from the app"))
