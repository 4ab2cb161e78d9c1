"""What an open crossing means for a request: both names, a limit, a log; and its end (RELIABILITY 6, 7, 33)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from shared_apps.kernel.actor import Actor, NotWhileActing
from tenants.hosts import portal_url

from .models import Crossing
from .people import is_entitled
from .refusals import elsewhere_page, looking_only_page, only_oneself_page, over_page
from .sessions import NAME, leave
from .steps import keep_step
from .stopping import return_url, stop
from .verbs import end_if_open, origin_of

Handler = Callable[[HttpRequest], HttpResponse]
_SAFE = ("GET", "HEAD", "OPTIONS")
# What one may send while one only looks: Stop, the way out, the language of the pages.
_ALWAYS = ("crossing_stop", "account_logout", "set_language")
_AREAS = ("/office/", "/my/")


class CrossingMiddleware:
    """Stands after authentication. Costs nothing where no session names a crossing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.crossing = None  # type: ignore[attr-defined]
        named = _named_in(request)
        if not named:
            return self.get_response(request)
        crossing = _crossing(named)
        if crossing is None or not self._goes_on(request, crossing):
            return _end(request, crossing)
        person: Any = request.user
        person.acting = crossing.actor
        # Consent and log are this client's: no other one of the same person may be reached (RELIABILITY 1).
        person.entered_client = crossing.client_uuid
        request.crossing = crossing.card()  # type: ignore[attr-defined]
        request.crossing_row = crossing  # type: ignore[attr-defined]
        return self._answer(request, crossing)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse what is sent while one only looks; signing out is stopping."""
        card = getattr(request, "crossing", None)
        if card is None or request.method in _SAFE:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == "account_logout":
            return stop(request)
        return None if card.may_act or name in _ALWAYS else looking_only_page(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return only_oneself_page(request) if isinstance(fault, NotWhileActing) else None

    def _goes_on(self, request: HttpRequest, crossing: Crossing) -> bool:
        if (
            not crossing.is_live
            or isinstance(request.user, AnonymousUser)
            or not request.user.is_authenticated
        ):
            return False
        return crossing.to_tenant_id == request.tenant.id and is_entitled(crossing)  # type: ignore[attr-defined]

    def _answer(self, request: HttpRequest, crossing: Crossing) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and _is_elsewhere(request):
            response = elsewhere_page(request)
        if crossing.from_tenant_id != crossing.to_tenant_id:
            # Stop sends a form here and is redirected to where it began.
            response._csp_update = {"form-action": [origin_of(crossing)]}  # type: ignore[attr-defined]
        keep_step(request, crossing, response)
        return response


def _named_in(request: HttpRequest) -> str:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return str(request.session.get(NAME, ""))


def _crossing(uuid: str) -> Crossing | None:
    return Crossing.objects.select_related("from_tenant", "to_tenant").filter(uuid=uuid).first()


def _end(request: HttpRequest, crossing: Crossing | None) -> HttpResponse:
    """Forget the session, now; who has one to come back to, comes back to it."""
    if crossing is not None:
        end_if_open(crossing, by=Actor.system("crossings"))
    leave(request)
    request.user = AnonymousUser()
    back = return_url(crossing) if crossing else portal_url(request.tenant)  # type: ignore[attr-defined]
    page = over_page(request, back=back)
    if request.headers.get("HX-Request"):
        page["HX-Refresh"] = "true"
    return page


def _is_elsewhere(request: HttpRequest) -> bool:
    """Whether the page lies in an area that is not the other person's."""
    person: Any = request.user
    own = {"client": "/my/", "office": "/office/"}.get(person.area, "")
    return any(request.path.startswith(area) for area in _AREAS if area != own)
