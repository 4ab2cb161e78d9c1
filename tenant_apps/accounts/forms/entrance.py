"""Forms on the way in: sign-in, sign-up, codes and a forgotten password."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as mfa
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenants.context import current_tenant

from ..joining import join
from ..models import User, one_line
from .fields import CodeField, NewPasswordField, email_field, name_field, password_field


class LoginForm(allauth.LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"] = email_field(is_first=True)
        self.fields["password"] = password_field(_("Password"))
        self.fields["remember"].label = _("Keep me signed in")
        self.fields["remember"].initial = True
        self.order_fields(["login", "password", "remember"])


class SignupForm(allauth.SignupForm):
    """Name, e-mail address and password; a client may name an organisation. Nothing else is read."""

    field_order = ["name", "organisation", "email", "password1"]
    account_already_exists: bool
    name = name_field()
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=120,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"] = email_field()
        self.fields["password1"] = NewPasswordField(_("Password"))
        if current_tenant().is_operator:
            del self.fields["organisation"]
        self.order_fields(self.field_order)

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # Takes the time that a real sign-up takes (RELIABILITY 29).
            make_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # The same address signed up a moment ago, in another request.
            self.account_already_exists = True
            return super().try_save(request)

    def signup(self, request: HttpRequest, user: User) -> None:
        join(
            user,
            organisation=self.cleaned_data.get("organisation", ""),
            referral=request.COOKIES.get("ref", ""),
        )


class VerificationCodeForm(allauth.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = CodeField()


class CodeRequestForm(allauth.RequestLoginCodeForm):
    """Asks for a code by mail. An address that nobody has confirmed is as good as unknown: whoever
    signed up with somebody else's address must not share the account with them.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"] = email_field(is_first=True)

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if not EmailAddress.objects.filter(email=email.lower(), verified=True).exists():
            self._user = None
        return email


class LoginCodeForm(allauth.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = CodeField()


class ResetRequestForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"] = email_field(is_first=True)


class ResetForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password1"] = NewPasswordField(_("New password"), user=self.user)
        self.fields["password2"] = password_field(_("New password again"), "new-password")


class FirstPasswordForm(forms.Form):
    """The first password of somebody who was invited."""

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"] = NewPasswordField(_("Password"), user=person)


class SecondStepForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = CodeField(_("Code from your app, or a recovery code"))


class NewcomerForm(forms.Form):
    """Name and password of somebody whose address a mailed link has shown."""

    name = name_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"] = NewPasswordField(_("Password"))
