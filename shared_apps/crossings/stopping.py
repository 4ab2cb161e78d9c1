"""Stop: the crossing ends and the person is back where they began."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from tenants.hosts import portal_url

from .models import Crossing
from .sessions import leave
from .verbs import end_if_open


def stop(request: HttpRequest) -> HttpResponse:
    """End the request's crossing and go back."""
    crossing: Any = getattr(request, "crossing_row", None)
    if crossing is None:
        return HttpResponseRedirect("/")
    end_if_open(crossing, by=crossing.actor)
    leave(request)
    return HttpResponseRedirect(return_url(crossing))


def return_url(crossing: Crossing) -> str:
    """Where it began: a path, on the canonical host of the tenant it began in (RELIABILITY 26)."""
    return portal_url(crossing.from_tenant.record, own_path(crossing.return_path))


def own_path(path: str) -> str:
    """The path when it is one of the host itself, or the start page."""
    is_own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_own else "/"
