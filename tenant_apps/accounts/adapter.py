"""What allauth lets us decide: who a newcomer is, how mail goes out, how often one may try, what follows."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.actor import only_oneself
from shared_apps.kernel.history import record

from .browsers import is_known, meet
from .joining import role_of_newcomers
from .limits import Guess, forgive, too_many
from .links import link
from .mail import mail
from .models import User

# allauth's mails: our template and what it needs. Addresses are made anew, on the canonical host.
_LETTERS = {
    "email_confirmation_signup": ("account/code", ("code",)),
    "email_confirmation": ("account/code", ("code",)),
    "password_reset_key": ("account/password_reset", ("password_reset_url",)),
    "account_already_exists": ("account/account_exists", ()),
    "unknown_account": ("account/unknown_account", ()),
    "login_code": ("account/login_code", ("code",)),
}

_TOO_OFTEN = {"rate_limited", "too_many_login_attempts"}


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

    def validation_error(self, code: str, *args: Any) -> Exception:
        """The error of a form; who tried too often gets the page that asks to wait instead."""
        if code in _TOO_OFTEN:
            waiting: Exception = ImmediateHttpResponse(too_many(self.request))
            return waiting
        return ValidationError(
            self.error_messages[code] % args if args else self.error_messages[code], code=code
        )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a password before it is tried."""
        login = credentials.get("email", "")
        self._login_failed_rl_usage = Guess(request, login, is_known_browser=is_known(request, login))
        if self._login_failed_rl_usage.is_one_too_many:
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        forgive(request, credentials.get("email", ""))

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **about)
        meet(request, response, user)
        return response

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Asked before every change of what protects an account: nobody makes one for another person."""
        _refuse_who_acts_for_another()
        required: bool = super().is_reauthentication_required(app=app)
        return required

    def set_password(self, user: User, password: str) -> None:
        _refuse_who_acts_for_another()
        super().set_password(user, password)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **options: Any) -> None:
        """Write down what changed in an account, and tell its owner."""
        record(user, template_prefix.rsplit("/", 1)[-1].replace("_", " "), by=user.actor)
        super().send_notification_mail(template_prefix, user, *args, **options)

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


def _refuse_who_acts_for_another() -> None:
    person = getattr(allauth_context.request, "user", None)
    if isinstance(person, User):
        only_oneself(person.actor)


def _facts(name: str, facts: dict[str, str], context: dict[str, Any]) -> dict[str, str]:
    """What a mail says, as JSON."""
    facts |= {"signup_url": link("account_signup"), "reset_url": link("account_reset_password")}
    if "timestamp" in context:
        facts |= {"event": name, "at": context["timestamp"].isoformat(), "ip": context.get("ip", "")}
    return facts
