"""Sign somebody in whom a provider vouched for; our own second step still stands before them."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponseBase

from tenant_apps.accounts.models import User
from tenant_apps.accounts.roles import HOMES

from ..models import Provider


def let_in(request: HttpRequest, person: User, *, wish: str, provider: Provider) -> HttpResponseBase:
    """Through the stages that every sign-in passes: active, confirmed, second step."""
    record_authentication(request, person, method="sign_on", provider=str(provider.uuid))
    login = Login(user=person, email=person.email, redirect_url=wish or HOMES[person.area])
    response: HttpResponseBase = perform_login(request, login)
    return response


def tell(person: User, event: str) -> None:
    """A mail to a person that a way to sign in came or went."""
    get_adapter().send_notification_mail(f"sign_on/{event}", person, {"user": person}, email=person.email)
