"""The office: own domains, and the doctor of each."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import history_of
from tenants.access import office
from tenants.context import current_tenant
from tenants.hosts import portal_url
from tenants.routing import canonical_host

from .. import verbs
from ..forms import ClaimForm, ReleaseForm
from ..links import ends_at, link_of
from ..models import OwnDomain, Status
from ..names import BadName, shown
from ..queries import free_twin, own_domain, own_domains
from ..steps import steps_of
from ..words import TROUBLE

_LOOKS = {
    Status.VERIFIED: ("badge-check", "info"),
    Status.ROUTED: ("route", "info"),
    Status.ACTIVE: ("check", "pos"),
    Status.FAILING: ("triangle-alert", "warn"),
    Status.SUSPENDED: ("ban", "neg"),
}


@office("domains.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def domains(request: HttpRequest) -> HttpResponse:
    """The list, and a form to add one."""
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (made := _claim(form, request)):
        with suppress(verbs.TooSoon):
            verbs.recheck(made, by=_actor(request))
        return redirect("office_domain", made.uuid)
    canonical, found = canonical_host(current_tenant().id), own_domains()
    context = {
        "form": form,
        "domains": found,
        "canonical": canonical,
        "is_own": any(domain.host == canonical for domain in found),
        "may_choose": request.user.can("settings.edit"),  # type: ignore[union-attr]
    }
    return render(request, "office/domains/list.html", context, status=422 if form.errors else 200)


def _claim(form: ClaimForm, request: HttpRequest) -> OwnDomain | None:
    try:
        made = verbs.claim(
            form.cleaned_data["host"], with_twin=form.cleaned_data["with_twin"], by=_actor(request)
        )
    except verbs.AlreadyHere:
        form.add_error("host", _("You have added this domain already."))
    except verbs.OutOfReach:
        form.add_error("host", _("This domain belongs to another portal, or did until a short while ago."))
    except verbs.TooMany:
        form.add_error(
            "host",
            _("You have as many domains as you may. Give one back, or order more."),
        )
    except BadName as refused:
        form.add_error("host", refused)
    else:
        return made[0]
    return None


@office("domains.edit")
@require_safe
def domain(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One domain and its doctor."""
    return render(request, "office/domains/detail.html", _context(_domain(uuid), request))


@office("domains.edit")
@require_POST
def check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look at the DNS now."""
    too_soon = _is_too_soon(_domain(uuid), _actor(request))
    if request.headers.get("HX-Request"):
        return render(
            request, "office/domains/_whole.html", {**_context(_domain(uuid), request), "too_soon": too_soon}
        )
    if too_soon:
        messages.info(request, _("We looked a moment ago. Wait a few seconds."))
    return redirect("office_domain", uuid)


def _is_too_soon(found: OwnDomain, by: Actor) -> bool:
    try:
        verbs.recheck(found, by=by)
    except verbs.TooSoon:
        return True
    return False


# The owner's alone: whoever chooses the address chooses where everybody's reset links lead.
@office("settings.edit")
@require_POST
def address(request: HttpRequest, uuid: UUID | None = None) -> HttpResponse:
    """Make a domain the portal's address; without one, go back to the address from the start."""
    try:
        verbs.choose_address(_domain(uuid) if uuid else None, by=_actor(request))
    except verbs.NotServing:
        messages.error(request, _("A domain can become your address once it is active."))
    else:
        return _moved(request)
    return redirect("office_domain", uuid) if uuid else redirect("office_domains")


def _moved(request: HttpRequest) -> HttpResponse:
    """The way to the new address. No redirect: after a form, browsers follow none to another host."""
    tenant = replace(current_tenant(), canonical_host=canonical_host(current_tenant().id))
    context = {"host": shown(tenant.canonical_host), "url": portal_url(tenant, reverse("office_domains"))}
    return render(request, "office/domains/moved.html", context)


@office("domains.edit")
@require_POST
def link(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make a link for whoever runs the DNS."""
    verbs.share(_domain(uuid), by=_actor(request))
    return redirect("office_domain", uuid)


@office("domains.edit")
@require_POST
def link_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let the link end now."""
    verbs.stop_sharing(_domain(uuid), by=_actor(request))
    messages.success(request, _("The link does not work any more."))
    return redirect("office_domain", uuid)


@office("domains.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give a domain back, once its name is typed."""
    found = _domain(uuid)
    form = ReleaseForm(request.POST if request.method == "POST" else None, domain=found)
    if request.method == "POST" and form.is_valid():
        was_address = _is_canonical(found)
        verbs.release(found, by=_actor(request))
        if was_address:
            return _moved(request)
        messages.success(request, _("%(host)s is given back.") % {"host": found.shown_host})
        return redirect("office_domains")
    context = {"domain": found, "form": form, "is_canonical": _is_canonical(found)}
    return render(request, "office/domains/release.html", context, status=422 if form.errors else 200)


def _domain(uuid: UUID) -> OwnDomain:
    found = own_domain(uuid)
    if found is None:
        raise Http404
    return found


def _context(found: OwnDomain, request: HttpRequest) -> dict[str, Any]:
    return {
        "domain": found,
        "steps": steps_of(found),
        "twin": free_twin(found),
        "trouble": TROUBLE.get(found.trouble, ""),
        "is_canonical": _is_canonical(found),
        "is_active": found.status == Status.ACTIVE,
        "may_choose": request.user.can("settings.edit"),  # type: ignore[union-attr]
        "link": link_of(found),
        "link_ends_at": ends_at(found),
        "events": [_event(event) for event in history_of(found)[:20]],
    }


def _event(event: Any) -> dict[str, Any]:
    icon, tone = _LOOKS.get(event.to_status, ("circle-dot", "mute"))
    by_hand = {"share": _("Link made"), "stop sharing": _("Link ended")}
    return {
        "text": dict(Status.choices).get(event.to_status) or by_hand.get(event.verb, event.verb),
        "at": event.at,
        "note": "" if event.actor_kind == "system" else event.actor_label,
        "icon": icon,
        "tone": tone,
    }


def _is_canonical(found: OwnDomain) -> bool:
    return canonical_host(current_tenant().id) == found.host


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.user.actor  # type: ignore[union-attr]
    return actor
