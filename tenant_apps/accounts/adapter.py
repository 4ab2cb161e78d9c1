"""What allauth lets us decide: who a newcomer is, how mail goes out, how secrets rest."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.forms import Form
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from branding.queries import brand_of
from tenants.context import current_tenant

from .joining import role_of_newcomers
from .links import link
from .mail import mail
from .models import User
from .seals import open_factor, seal_factor

# allauth's mails: our template and what it needs. Addresses are made anew, on the canonical host.
_LETTERS = {
    "email_confirmation_signup": ("account/code", ("code",)),
    "email_confirmation": ("account/code", ("code",)),
    "password_reset_key": ("account/password_reset", ("password_reset_url",)),
    "account_already_exists": ("account/account_exists", ()),
    "unknown_account": ("account/unknown_account", ()),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("The code is not right."),
        "incorrect_password": _("The password is not right."),
        "invalid_password_reset": _("The link does not work any more."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "same_as_current": _("This is your address already."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
    }

    def new_user(self, request: HttpRequest) -> User:
        return User(role=role_of_newcomers(), language=get_language() or "")

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand a mail to the agenda, in the recipient's language; the address of every link is ours."""
        name = template_prefix.rsplit("/", 1)[-1]
        template, wanted = _LETTERS.get(name, ("account/notice", ()))
        person = context.get("user") or User.objects.filter(email=email.lower()).first()
        mail(
            template,
            email=email,
            name=person.name if person else "",
            language=(person.language if person else "") or get_language() or "",
            context=_facts(name, {key: str(context[key]) for key in wanted}, context),
            key=f"{template}:{uuid4()}",
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        return link("account_reset_password_from_key", uidb36=uid, key=token)

    def is_safe_url(self, url: str) -> bool:
        """An address on this very host (RELIABILITY 26)."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right."),
    }

    def get_totp_issuer(self) -> str:
        return brand_of(current_tenant()).name

    def encrypt(self, text: str) -> str:
        return seal_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_factor(encrypted_text)


def _facts(name: str, facts: dict[str, str], context: dict[str, Any]) -> dict[str, str]:
    """What a mail says, as JSON."""
    facts |= {"signup_url": link("account_signup"), "reset_url": link("account_reset_password")}
    if "timestamp" in context:
        facts |= {"event": name, "at": context["timestamp"].isoformat(), "ip": context.get("ip", "")}
    return facts
