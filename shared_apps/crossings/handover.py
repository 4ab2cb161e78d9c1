"""The page that carries a token to the target's host: a form that sends itself, with a button where it cannot."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from shared_apps.kernel.actor import Actor
from tenants.hosts import portal_url

from .models import Crossing
from .verbs import issue_token


def hand_over(request: HttpRequest, crossing: Crossing, *, by: Actor, waiting_url: str) -> HttpResponse:
    """Take the person over now, or to `waiting_url` while the crossing waits for an answer. Raises `NotReady`."""
    if crossing.status == Crossing.Status.ASKED:
        return HttpResponseRedirect(waiting_url)
    target = crossing.to_tenant.record
    context = {
        "crossing": crossing,
        "action": portal_url(target, "/crossings/arrive/"),
        "token": issue_token(crossing, by=by),
        "back": waiting_url,
    }
    page = render(request, "shells/handover.html", context)
    add_never_cache_headers(page)
    # The target checks where the token comes from; the rest of the site keeps its policies.
    page["Referrer-Policy"] = "strict-origin"
    page._csp_update = {"form-action": [portal_url(target, "")]}  # type: ignore[attr-defined]
    return page
