"""Pages that say no to somebody who acts for another person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _


def only_oneself_page(request: HttpRequest) -> HttpResponse:
    """403: what only the person themselves may do."""
    return _refusal(
        request,
        _("Only the person themselves may do this"),
        _(
            "You are acting for somebody else. Passwords, e-mail, roles, keys and money stay in their own hands."
        ),
    )


def looking_only_page(request: HttpRequest) -> HttpResponse:
    """403: something was sent in a crossing that may only look."""
    return _refusal(
        request,
        _("You are looking only"),
        _("Nothing was changed. To do something for this person, stop and begin again with “Look and act”."),
    )


def arrival_refused_page(request: HttpRequest) -> HttpResponse:
    """403: the token opens nothing. Why is in the history, not on the page."""
    return _refusal(
        request,
        _("This way in does not work any more"),
        _("It works once and for one minute. Go back to where you began and try again."),
        back="",
    )


def over_page(request: HttpRequest, *, back: str) -> HttpResponse:
    """403: the crossing has ended while its page was open."""
    return _refusal(
        request,
        _("Your visit is over"),
        _("The time is up, or somebody ended it. Nothing that you sent just now was done."),
        back=back,
    )


def elsewhere_page(request: HttpRequest) -> HttpResponse:
    """404 for a page of another area: while acting, it is the other person's browser."""
    return _refusal(
        request,
        _("You are acting for somebody else"),
        _("In this browser you see their pages until you press Stop in the bar on top of them."),
        status=404,
    )


def _refusal(
    request: HttpRequest, title: str, text: str, *, back: str = "/accounts/home/", status: int = 403
) -> HttpResponse:
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "status": status, "detail": text}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    page = render(
        None,
        "not_while_acting.html",
        {"title": title, "text": text, "back": back, "code": status},
        status=status,
    )
    add_never_cache_headers(page)
    return page
