"""The web manifest, for a portal that is kept on a home screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from branding import palette
from branding.colour import to_hex
from branding.looks import BrandLook
from branding.portal.addresses import icon_path
from branding.portal.answers import SHORTLY
from branding.queries import brand_of
from tenants.access import public
from tenants.context import current_tenant

ICONS = (
    ("192", "192x192", "any"),
    ("512", "512x512", "any"),
    ("maskable-192", "192x192", "maskable"),
    ("maskable-512", "512x512", "maskable"),
)
# By name, since the pages lie above: an address that this host has not is left out.
SHORTCUTS = (
    ("client_services", _("Services")),
    ("client_invoices", _("Invoices")),
    ("partner_home", _("My application")),
)


@public
@require_safe
def brand_manifest(request: HttpRequest) -> HttpResponse:
    """In the reader's language, under the brand of the host."""
    answer = JsonResponse(manifest_of(brand_of(current_tenant())), content_type="application/manifest+json")
    answer["Cache-Control"] = SHORTLY
    return answer


def manifest_of(look: BrandLook) -> dict[str, Any]:
    """The manifest's members."""
    return {
        "id": "/",
        "name": look.name,
        "short_name": look.name[:20],
        "description": look.tagline or look.hero_text or look.name,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": look.colour,
        "background_color": to_hex(palette.LIGHT.surfaces[0]),
        "icons": [
            {"src": icon_path(look, name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
        "shortcuts": [
            {"name": str(label), "url": url} for name, label in SHORTCUTS if (url := _address(name))
        ],
    }


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
