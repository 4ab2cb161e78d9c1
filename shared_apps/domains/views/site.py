"""The page behind a shared link: records and verdicts alone, for whoever runs the DNS."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.access import public

from .. import verbs
from ..links import domain_behind, ends_at
from ..models import OwnDomain
from ..steps import steps_of

FRESH = timedelta(minutes=1)
VISITOR = Actor.system("domains.share")


@public
@require_safe
def share(request: HttpRequest, token: str) -> HttpResponse:
    """What to enter, and what the DNS answered last."""
    return _page(request, "domains/share.html", _domain(token), token)


@public
@require_POST
def share_check(request: HttpRequest, token: str) -> HttpResponse:
    """Look at the DNS now, as often as one may for this domain."""
    found = _domain(token)
    with suppress(verbs.TooSoon):
        verbs.recheck(found, by=VISITOR)
    if request.headers.get("HX-Request"):
        return _page(request, "domains/_shared.html", _domain(token), token)
    return redirect("domain_share", token)


def _domain(token: str) -> OwnDomain:
    found = domain_behind(token)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, template: str, found: OwnDomain, token: str) -> HttpResponse:
    context = {
        "domain": found,
        "steps": steps_of(found)[:2],
        "token": token,
        "link_ends_at": ends_at(found),
        # The page looks by itself once it is open: verdicts are those of this moment.
        "is_stale": found.checked_at is None or found.checked_at < now() - FRESH,
    }
    response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    add_never_cache_headers(response)
    return response
