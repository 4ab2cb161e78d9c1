"""Which language a page speaks: the person's, the browser's choice, then the tenant's default."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from tenants.context import current_tenant


def language_of(request: HttpRequest) -> str:
    """The person's language, else the cookie's, else the best of Accept-Language, else the tenant's."""
    wishes = [_own(request), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    return first_supported([*wishes, *(code for code, _ in accepted)]) or default_language()


def _own(request: HttpRequest) -> str:
    own: str = getattr(request.user, "language", "")
    # Who acts for somebody reads the page themselves.
    return "" if own and "crossing" in request.session else own


def default_language() -> str:
    """The tenant's language, or the product's where the tenant's is not offered."""
    return first_supported([current_tenant().default_language]) or settings.LANGUAGE_CODE


def first_supported(codes: list[str]) -> str:
    """The first language that the product offers, regional variants included; empty if none is."""
    return next((found for found in map(_supported, codes) if found), "")


def _supported(code: str) -> str:
    if not code or code == "*":
        return ""
    try:
        return get_supported_language_variant(code)
    except LookupError:
        return ""
