"""To a provider and back: begin an attempt, take its answer, let the person in or ask for a confirmation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.actor import only_oneself
from tenant_apps.accounts.models import User
from tenants.access import public

from ..discovery import directory_of
from ..exchange import identify
from ..faults import SignOnRefused, refusal_text
from ..flow import Flow, begin, take, way_back
from ..models import Provider
from ..pending import keep
from ..platform import authorization_of, issuer_of, operator
from ..queries import audience_of, connection_of, open_to, person_at
from ..tokens import Identity
from ..verbs import note_use
from .signing_in import let_in

log = structlog.get_logger(__name__)


@public
@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """How staff sign in; clients are not led here."""
    context = {
        "providers": open_to(Provider.Audience.STAFF),
        "next": _own(request, request.GET.get("next", "")),
    }
    return render(request, "sign_on/staff.html", context)


@public
@never_cache
@require_POST
def start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the browser to a provider: to sign in, or to connect an account where somebody is signed in."""
    provider = get_object_or_404(Provider, uuid=uuid, is_active=True)
    person = request.user if isinstance(request.user, User) else None
    try:
        if person:
            only_oneself(person.actor)
            _check_audience(provider, person)
        address = begin(
            request,
            provider,
            _authorization(provider),
            wish=_own(request, request.POST.get("next", "")),
            person=str(person.uuid) if person else "",
        )
    except SignOnRefused as refused:
        return _say_no(request, provider, refused)
    # A page, not a redirect: the policy that binds our forms to us would stop one.
    response = render(request, "sign_on/going.html", {"provider": provider, "address": address})
    response["Refresh"] = f"0; url={address}"
    return response


@public
@never_cache
@require_GET
def back(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """What a provider says, brought by the browser. Nothing in it is believed before it is checked."""
    provider = get_object_or_404(Provider, uuid=uuid, is_active=True)
    try:
        flow = take(request, provider, request.GET.get("state", ""))
        _check_answer(provider, request.GET)
        identity = identify(provider, flow, request.GET.get("code", ""), back=way_back(provider.uuid))
        return _receive(request, provider, flow, identity)
    except SignOnRefused as refused:
        return _say_no(request, provider, refused)


def _receive(request: HttpRequest, provider: Provider, flow: Flow, identity: Identity) -> HttpResponseBase:
    """A known account signs in; one that is not known has to be confirmed, or opens a client's account."""
    if flow.person:
        return _receive_for_connecting(request, provider, flow, identity)
    known = connection_of(provider, identity)
    if known:
        if known.person.area != provider.area:
            raise SignOnRefused("other_audience")
        note_use(known)
        return let_in(request, known.person, wish=flow.wish, provider=provider)
    person = person_at(provider, identity)
    if person is None and provider.audience == Provider.Audience.STAFF:
        raise SignOnRefused("not_invited")
    keep(request, provider, identity, flow, person=str(person.uuid) if person else "")
    return redirect("sign_on_confirm" if person else "sign_on_join")


def _receive_for_connecting(
    request: HttpRequest, provider: Provider, flow: Flow, identity: Identity
) -> HttpResponseBase:
    if not isinstance(request.user, User) or str(request.user.uuid) != flow.person:
        raise SignOnRefused("lost")
    known = connection_of(provider, identity)
    if known:
        if known.person_id != request.user.pk:
            raise SignOnRefused("taken")
        return redirect("sign_on_connected")
    person = person_at(provider, identity)
    if person is None or person.pk != request.user.pk:
        raise SignOnRefused("other_person")
    keep(request, provider, identity, flow, person=flow.person)
    return redirect("sign_on_confirm")


def _check_answer(provider: Provider, said: Any) -> None:
    """Refuse an answer that is another issuer's (RFC 9207), a refusal, or empty."""
    issuer = said.get("iss")
    must_name = not provider.is_platform and directory_of(provider.issuer).names_issuer
    expected = issuer_of(operator()) if provider.is_platform else provider.issuer
    if (issuer is not None or must_name) and issuer != expected:
        raise SignOnRefused("token")
    if said.get("error"):
        raise SignOnRefused("declined" if said["error"] == "access_denied" else "provider")
    if not said.get("code"):
        raise SignOnRefused("token")


def _check_audience(provider: Provider, person: User) -> None:
    if audience_of(person) != provider.audience:
        raise SignOnRefused("other_audience")


def _authorization(provider: Provider) -> str:
    return (
        authorization_of(operator()) if provider.is_platform else directory_of(provider.issuer).authorization
    )


def _say_no(request: HttpRequest, provider: Provider, refused: SignOnRefused) -> HttpResponse:
    log.info("sign_on_refused", provider=str(provider.uuid), code=refused.code)
    context = {
        "provider": provider,
        "reason": refusal_text(refused.code),
        "is_staff": provider.audience == Provider.Audience.STAFF,
    }
    return render(request, "sign_on/refused.html", context, status=400)


def _own(request: HttpRequest, wish: str) -> str:
    is_own = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if is_own else ""
