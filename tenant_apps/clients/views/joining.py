"""The link of an invitation to a client's people: come in, or make an account."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tenant_apps.accounts.forms.entrance import NewcomerForm
from tenant_apps.accounts.models import User
from tenant_apps.accounts.roles import Role
from tenants.access import public

from ..contacts import InvitationSpent, NotTheirs, accept, accept_as_new, invitation_of
from ..models import ContactInvitation


@public
@never_cache
@sensitive_post_parameters("password")
def contact_join(request: HttpRequest, token: str) -> HttpResponseBase:
    """Whoever has an account signs in and confirms; anybody else makes one. A contact is made by a click alone."""
    try:
        invitation = invitation_of(token)
        person = User.objects.filter(email=invitation.email).first()
        if person is None:
            return _newcomer(request, invitation)
        return _known(request, invitation, person)
    except InvitationSpent:
        return render(request, "client/join_spent.html", status=410)


def _newcomer(request: HttpRequest, invitation: ContactInvitation) -> HttpResponseBase:
    form = NewcomerForm(request.POST if request.method == "POST" else None)
    if request.user.is_authenticated or request.method != "POST" or not form.is_valid():
        return _page(request, invitation, form=form)
    person = accept_as_new(invitation, **form.cleaned_data, language=get_language() or "")
    login = Login(user=person, email=person.email, redirect_url="/my/")
    answer: HttpResponseBase = perform_login(request, login)
    return answer


def _known(request: HttpRequest, invitation: ContactInvitation, person: User) -> HttpResponseBase:
    is_them = request.user == person and person.role == Role.CLIENT
    if request.method == "POST" and is_them:
        try:
            accept(invitation, person)
        except NotTheirs:
            return _page(request, invitation)
        return redirect("client_home")
    return _page(request, invitation, person=person, is_them=is_them, works_here=person.role != Role.CLIENT)


def _page(request: HttpRequest, invitation: ContactInvitation, **context: Any) -> HttpResponse:
    return render(request, "client/join.html", {"invitation": invitation, **context})
