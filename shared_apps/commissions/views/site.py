"""The referral link: count the click, leave the cookie, go to the shop (REQUIREMENTS S1.17–S1.19)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from tenants.access import public

from .. import door
from ..tracing import OWN_COOKIE


@public
@require_safe
def referral_link(request: HttpRequest, code: str) -> HttpResponse:
    """Send a visitor on to the shop, or to `next` on this host; an unknown code leaves no cookie."""
    response = redirect(_target(request, code))
    token = ""
    if _is_click(request):
        own = request.COOKIES.get(OWN_COOKIE, "")
        token = door.visit(code, fingerprint=_fingerprint(request), own_token=own)
    if token:
        response.set_cookie(
            door.COOKIE,
            token,
            max_age=timedelta(days=door.terms().cookie_days),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    add_never_cache_headers(response)
    return response


def _target(request: HttpRequest, code: str) -> str:
    wanted = request.GET.get("next", "")
    is_own = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_own else door.landing_of(code)


def _is_click(request: HttpRequest) -> bool:
    """Browsers that fetch ahead and programs that look at headers have not clicked."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def _fingerprint(request: HttpRequest) -> str:
    return f"{request.META.get('REMOTE_ADDR', '')} {request.headers.get('User-Agent', '')}"
