"""What a reseller has switched off for clients is a page that says so, wherever it was asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from .portal import SwitchedOff

Handler = Callable[[HttpRequest], HttpResponse]


class SwitchedOffMiddleware:
    """403 for `SwitchedOff`: a page, or a problem document below /api/."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, SwitchedOff):
            return None
        answer = _problem(fault) if request.path.startswith("/api/") else _page(request, fault)
        add_never_cache_headers(answer)
        return answer


def _problem(fault: SwitchedOff) -> HttpResponse:
    body = {"type": "about:blank", "title": _("Switched off"), "status": 403, "detail": fault.words}
    return JsonResponse(body, status=403, content_type="application/problem+json")


def _page(request: HttpRequest, fault: SwitchedOff) -> HttpResponse:
    return render(request, "client/switched_off.html", {"words": fault.words}, status=403)
