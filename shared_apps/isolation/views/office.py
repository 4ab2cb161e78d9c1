"""The office's security page: that data is separated, and what the office itself can do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from tenants.access import office

from ..queries import last_result, staff_here


@office("security.view")
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """When the separation of data was last proved, in plain words; and who signs in without a second step."""
    links = {"members": _address("office_members"), "access": _address("office_access")}
    context = {"last": last_result(), "staff": staff_here(), "links": links}
    return render(request, "office/security/security.html", context)


def _address(name: str) -> str:
    """The address of another app's page; empty where this portal has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
