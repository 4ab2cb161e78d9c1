"""What a crossing means for a request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shared_apps.kernel.actor import NotWhileActing

from .refusals import only_oneself_page

Handler = Callable[[HttpRequest], HttpResponse]


class CrossingMiddleware:
    """Turns `NotWhileActing`, whichever verb raised it, into a page that says so (RELIABILITY 7)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return only_oneself_page(request) if isinstance(fault, NotWhileActing) else None
