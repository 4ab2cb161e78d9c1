"""Pages that say no to somebody who acts for another person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def only_oneself_page(request: HttpRequest) -> HttpResponse:
    """403: what only the person themselves may do."""
    return refusal(
        request,
        _("Only the person themselves may do this"),
        _(
            "You are acting for somebody else. Passwords, e-mail, roles, keys and money stay in their own hands."
        ),
    )


def refusal(request: HttpRequest, title: str, text: str) -> HttpResponse:
    """A 403 page with a reason; nothing but the reason, as pages of errors do."""
    facts = {"title": title, "text": text, "back": "/"}
    return render(None, "not_while_acting.html", facts, status=403)
