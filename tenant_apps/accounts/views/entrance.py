"""The way in: where each person belongs, the first password, the language of the pages."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tenants.access import public, signed_in

from ..forms.entrance import FirstPasswordForm
from ..languages import first_supported
from ..models import User
from ..profile import choose_language
from ..roles import HOMES
from ..welcome import WelcomeLinkSpent, person_of, set_first_password
from .person import person_in

_YEAR = timedelta(days=365)


@signed_in
def home(request: HttpRequest) -> HttpResponseBase:
    """Send each person to their own area."""
    return redirect(HOMES.get(person_in(request).area, "/"))


@public
@never_cache
@sensitive_post_parameters("password")
def welcome(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link of a welcome mail: set a password, then come in."""
    try:
        person = person_of(token)
        form = FirstPasswordForm(request.POST or None, person=person)
        if request.method == "POST" and form.is_valid():
            person = set_first_password(person, form.cleaned_data["password"])
            return _come_in(request, person)
    except WelcomeLinkSpent:
        return render(request, "account/welcome_spent.html", status=410)
    return render(request, "account/welcome.html", {"form": form, "person": person})


def _come_in(request: HttpRequest, person: User) -> HttpResponseBase:
    login = Login(user=person, email=person.email, redirect_url=HOMES[person.area])
    response: HttpResponseBase = perform_login(request, login)
    return response


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Remember the language in a cookie, and with the person when one is signed in."""
    response = redirect(_back_to(request))
    language = first_supported([request.POST.get("language", "")])
    if language:
        _remember(response, language)
        if isinstance(request.user, User) and not request.user.acting:
            choose_language(request.user, language)
    return response


def _back_to(request: HttpRequest) -> str:
    wish = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if is_own else "/"


def _remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
