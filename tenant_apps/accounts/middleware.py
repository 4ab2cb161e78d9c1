"""The language and the time zone of a request, and when its session was seen."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from tenants.context import current_tenant

from .devices import seen
from .languages import language_of

Handler = Callable[[HttpRequest], HttpResponse]


class LastSeenMiddleware:
    """Notes now and then that a session is in use. A session in which somebody acts for another has no device."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.user.actor.acting_for:
            seen(request.session.session_key or "")
        return self.get_response(request)


class LanguageMiddleware:
    """Answers in the reader's language and the tenant's time zone. Stands after authentication."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(current_tenant().time_zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
