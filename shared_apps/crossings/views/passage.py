"""Arrive at the target, stop, and answer a request from a mail."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import public, signed_in
from tenants.tokens import unsign

from ..cards import ArrivalRefused, Kind, NotReady
from ..mails import ANSWER
from ..models import Crossing
from ..people import person_here
from ..queries import crossings
from ..refusals import arrival_refused_page
from ..sessions import begin
from ..stopping import stop
from ..verbs import answer, arrive

log = structlog.get_logger(__name__)

HOMES = {"office": "/office/", "client": "/my/"}


@csrf_exempt
@public
@never_cache
@require_POST
def crossing_arrival(request: HttpRequest) -> HttpResponseBase:
    """Take the token and begin. The Origin is checked in place of the CSRF token (RELIABILITY 6)."""
    try:
        crossing = arrive(request.POST.get("token", ""), origin=request.headers.get("Origin", ""))
    except ArrivalRefused as refused:
        log.warning("crossing_arrival_refused", reason=refused.reason)
        return arrival_refused_page(request)
    person = person_here(crossing.to_person_uuid)
    if crossing.kind == Kind.SELF:
        return _come_home(request, crossing, person)
    begin(request, crossing, person)
    return redirect(HOMES[person.area])


@signed_in
@require_POST
def crossing_stop(request: HttpRequest) -> HttpResponse:
    return stop(request)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def crossing_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail: who wants in and why, with two buttons. Works once, and not after a day."""
    crossing = _asked(token)
    if request.method == "POST":
        is_allowed = request.POST.get("answer") == "allow"
        try:
            answer(crossing, is_allowed=is_allowed, by=_answerer(request))
        except (IllegalMove, NotReady):
            messages.warning(request, _("This request was answered before, or its time is over."))
        return redirect(request.path)
    return render(request, "account/crossing_answer.html", {"crossing": crossing})


def _come_home(request: HttpRequest, crossing: Crossing, person: Any) -> HttpResponseBase:
    """A sign-in like any other: the office's own second step stands, whatever guards the platform's account."""
    request.session.flush()
    response: HttpResponseBase = perform_login(
        request, Login(user=person, email=person.email, redirect_url="/office/")
    )
    return response


def _asked(token: str) -> Crossing:
    try:
        uuid = unsign(ANSWER, token, max_age=48 * 3600)
    except signing.BadSignature:
        raise Http404 from None
    found = crossings().filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _answerer(request: HttpRequest) -> Actor:
    """Whoever is signed in; else the mailbox that the link was sent to."""
    person: Any = request.user
    return person.actor if person.is_authenticated else Actor.system("crossings.mail")
