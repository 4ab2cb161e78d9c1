"""Confirm that an account at a provider and one here are the same person's; open one for a newcomer."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tenant_apps.accounts.mail import mail
from tenant_apps.accounts.models import User
from tenants.access import View, public

from .. import pending as waiting
from ..faults import refusal_text
from ..forms import MailedCodeForm, NewcomerForm, PasswordForm
from ..models import Provider
from ..pending import Pending
from ..verbs import AddressTaken, AlreadyConnected, connect, join_with
from .signing_in import let_in, tell


def _waiting(view: Any) -> View:
    """Hand the view what waits in the session and its provider; begin anew where nothing waits."""

    @wraps(view)
    def found(request: HttpRequest) -> HttpResponseBase:
        pending = waiting.pending_in(request)
        provider = pending and Provider.objects.filter(uuid=pending.provider, is_active=True).first()
        if not (pending and provider):
            messages.info(request, refusal_text("lost"))
            return redirect("account_login")
        answer: HttpResponseBase = view(request, pending, provider)
        return answer

    return found


@public
@never_cache
@sensitive_post_parameters("password", "code")
@_waiting
def confirm(request: HttpRequest, pending: Pending, provider: Provider) -> HttpResponseBase:
    """Ask for the password of the account here, or for the code that was mailed to its address."""
    person = User.objects.filter(uuid=pending.person or uuid4(), is_active=True).first()
    if person is None or (isinstance(request.user, User) and request.user.pk != person.pk):
        return _lost(request)
    by_code = bool(pending.code)
    form = (MailedCodeForm if by_code else PasswordForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _is_confirmed(request, pending, person, form):
            return _connect(request, pending, provider, person)
        if waiting.pending_in(request) is None:
            messages.error(request, _("Too many attempts. Wait a few minutes and try again."))
            return redirect("account_login")
    return render(request, "sign_on/confirm.html", _page(form, pending, provider))


@public
@never_cache
@require_POST
@_waiting
def mail_code(request: HttpRequest, pending: Pending, provider: Provider) -> HttpResponseBase:
    """Mail a code to the address of the account here."""
    is_within = ratelimit.consume(request, action="reset_password", key=pending.email)
    if not (pending.person and pending.may_mail and is_within):
        messages.error(request, _("Too many attempts. Wait a few minutes and try again."))
        return redirect("sign_on_confirm")
    context = {"code": waiting.new_code(request, pending)}
    mail(
        "account/code",
        email=pending.email,
        language=get_language() or "",
        context=context,
        key=f"code:{uuid4()}",
    )
    return redirect("sign_on_confirm")


@public
@never_cache
@_waiting
def join(request: HttpRequest, pending: Pending, provider: Provider) -> HttpResponseBase:
    """A client's account for somebody whom nobody here knows, after they have said yes."""
    if pending.person or provider.audience != Provider.Audience.CLIENTS or request.user.is_authenticated:
        return redirect("account_login")
    form = NewcomerForm(request.POST or None, initial={"name": pending.name})
    if request.method == "POST" and form.is_valid():
        try:
            made = join_with(
                provider,
                pending.identity,
                name=form.cleaned_data["name"],
                language=get_language() or "",
                referral=request.COOKIES.get("ref", ""),
            )
        except (AddressTaken, AlreadyConnected):
            return _lost(request)
        waiting.drop(request)
        return let_in(request, made.person, wish=pending.wish, provider=provider)
    return render(request, "sign_on/join.html", _page(form, pending, provider))


def _is_confirmed(request: HttpRequest, pending: Pending, person: User, form: Any) -> bool:
    if pending.code:
        if waiting.is_right_code(request, pending, form.cleaned_data["code"]):
            return True
        form.add_error("code", _("The code is not right."))
        return False
    try:
        # Through the adapter, which counts what fails for this address and this client (RELIABILITY 30).
        found = get_adapter().authenticate(
            request, email=person.email, password=form.cleaned_data["password"]
        )
    except ValidationError as limited:
        form.add_error(None, limited)
        return False
    if found is None or found.pk != person.pk:
        form.add_error("password", _("The password is not right."))
        return False
    return True


def _connect(request: HttpRequest, pending: Pending, provider: Provider, person: User) -> HttpResponseBase:
    try:
        connect(person, provider, pending.identity, by=_actor(request, person))
    except AlreadyConnected:
        waiting.drop(request)
        messages.error(request, refusal_text("taken"))
        return redirect("account_login")
    waiting.drop(request)
    tell(person, "sign_in_connected")
    if isinstance(request.user, User):
        messages.success(request, _("Connected. From now on you can sign in with it."))
        return redirect("sign_on_connected")
    return let_in(request, person, wish=pending.wish, provider=provider)


def _actor(request: HttpRequest, person: User) -> Any:
    return request.user.actor if isinstance(request.user, User) else person.actor


def _lost(request: HttpRequest) -> HttpResponse:
    waiting.drop(request)
    messages.info(request, refusal_text("lost"))
    return redirect("account_login")


def _page(form: Any, pending: Pending, provider: Provider) -> dict[str, Any]:
    return {"form": form, "pending": pending, "provider": provider}
