"""A partner's offices: open one with a click, connect another (REQUIREMENTS S3.16)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenants.access import partner
from tenants.models import Tenant

from ..cards import Consent, Kind, Party, Wish
from ..forms import CodeForm, OfficeForm
from ..handover import hand_over
from ..models import Membership
from ..verbs import PlatformPerson, TooManyCodes, WrongCode, ask, connect, send_code

KEPT = "crossing_connect"


@partner
@require_POST
def partner_office_open(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Over to one's own office, without a second password."""
    person: Any = request.user
    mine = Membership.objects.select_related("tenant").filter(platform_person_uuid=person.uuid)
    membership = get_object_or_404(mine, uuid=uuid, tenant__status=Tenant.Status.LIVE)
    wish = Wish(
        kind=Kind.SELF,
        source=Party(request.tenant, person.uuid, str(person)),  # type: ignore[attr-defined]
        target=Party(membership.tenant.record, membership.person_uuid, str(person)),
        reason="sign-on",
        mode="act",
        return_path=reverse("partner_home"),
    )
    crossing = ask(wish, consent=Consent.ALWAYS, by=person.actor)
    return hand_over(request, crossing, by=person.actor, waiting_url=reverse("partner_home"))


@partner
@require_http_methods(["GET", "POST"])
def partner_office_connect(request: HttpRequest) -> HttpResponse:
    """The portal's address; a code goes to the mailbox when the office knows it."""
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            who = _platform_person(request)
            kept = send_code(who, address=form.cleaned_data["address"], by=_actor(request))
        except TooManyCodes:
            form.add_error(None, _("Too many attempts. Wait a few minutes and try again."))
        else:
            request.session[KEPT] = kept
            return redirect("partner_office_code")
    return render(request, "partners/crossings/connect.html", {"form": form})


@partner
@require_http_methods(["GET", "POST"])
def partner_office_code(request: HttpRequest) -> HttpResponse:
    """The code from the mail. Says the same whether or not a mail was sent."""
    kept = request.session.get(KEPT)
    if not kept:
        return redirect("partner_office_connect")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            connect(_platform_person(request), kept, code=form.cleaned_data["code"], by=_actor(request))
        except WrongCode:
            request.session[KEPT] = kept
            form.add_error("code", _("The code is not right."))
        else:
            del request.session[KEPT]
            messages.success(request, _("The office is connected."))
            return redirect("partner_home")
    return render(request, "partners/crossings/code.html", {"form": form})


def _actor(request: HttpRequest) -> Any:
    person: Any = request.user
    return person.actor


def _platform_person(request: HttpRequest) -> PlatformPerson:
    person: Any = request.user
    verified = EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists()
    return PlatformPerson(person.uuid, person.name, person.email if verified else "", person.language)
