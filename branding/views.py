"""Files that follow the brand: style sheet, logo, icon, web manifest. None of them names the platform."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from branding import palette
from branding.colour import to_hex
from branding.queries import brand_of, css_of, logo_of
from tenants.access import public

FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=60"

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
    '<rect width="64" height="64" rx="14" fill="{fill}"/>'
    '<text x="32" y="33" fill="{ink}" font-family="system-ui, sans-serif" font-size="36" font-weight="700"'
    ' text-anchor="middle" dominant-baseline="central">{letter}</text></svg>'
)


@public
@require_safe
def brand_css(request: HttpRequest, css_hash: str) -> HttpResponse:
    """The brand's colours.

    Cached for ever under its hash; an old hash gets the present colours for a minute.
    """
    css, current = css_of(request.tenant)  # type: ignore[attr-defined]
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER if css_hash == current else SHORTLY
    return response


@public
@require_safe
def brand_logo(request: HttpRequest, digest: str) -> HttpResponse:
    image = logo_of(request.tenant, digest)  # type: ignore[attr-defined]
    if image is None:
        raise Http404
    response = HttpResponse(bytes(image.data), content_type=image.content_type)
    response["Cache-Control"] = FOR_EVER
    return response


@public
@require_safe
def brand_icon(request: HttpRequest) -> HttpResponse:
    """The brand's initial on its colour."""
    brand = brand_of(request.tenant)  # type: ignore[attr-defined]
    drawn = ICON.format(fill=brand.colour, ink=brand.on_colour, letter=escape(brand.initial))
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = FOR_EVER if "v" in request.GET else SHORTLY
    return response


@public
@require_safe
def brand_manifest(request: HttpRequest) -> HttpResponse:
    """The web manifest, for a portal kept on a home screen."""
    brand = brand_of(request.tenant)  # type: ignore[attr-defined]
    manifest = {
        "name": brand.name,
        "short_name": brand.name[:20],
        "start_url": "/",
        "display": "standalone",
        "theme_color": brand.colour,
        "background_color": to_hex(palette.LIGHT.surfaces[0]),
        "icons": [{"src": brand.icon_url, "sizes": "any", "type": "image/svg+xml"}],
    }
    response = JsonResponse(manifest, content_type="application/manifest+json")
    response["Cache-Control"] = SHORTLY
    return response
