"""Style sheet and pictures of the brand, under addresses that change with them."""

from __future__ import annotations

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from branding.documents import DocumentFailed
from branding.portal import drawing
from branding.portal.addresses import key_of
from branding.portal.answers import A_DAY, FOR_EVER, SHORTLY, file
from branding.queries import brand_of, css_of, logo_of
from tenants.access import public
from tenants.context import current_tenant

log = structlog.get_logger(__name__)
PNG = "image/png"
RETRY_SECONDS = "10"
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
    css, current = css_of(current_tenant())
    return file(css, "text/css; charset=utf-8", FOR_EVER if css_hash == current else SHORTLY)


@public
@require_safe
def brand_logo(request: HttpRequest, digest: str) -> HttpResponse:
    image = logo_of(current_tenant(), digest)
    if image is None:
        raise Http404
    return file(bytes(image.data), image.content_type, FOR_EVER)


@public
@require_safe
def brand_icon(request: HttpRequest) -> HttpResponse:
    """The brand's initial on its colour, as a drawing of any size."""
    brand = brand_of(current_tenant())
    drawn = ICON.format(fill=brand.colour, ink=brand.on_colour, letter=escape(brand.initial))
    return file(drawn, "image/svg+xml", FOR_EVER if "v" in request.GET else SHORTLY)


@public
@require_safe
def portal_icon(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """An icon as PNG, for ever under the brand's present key."""
    if name not in drawing.ICONS:
        raise Http404
    return _drawn(key, lambda tenant, look: drawing.icon(tenant, look, name))


@public
@require_safe
def sharing_picture(request: HttpRequest, key: str) -> HttpResponse:
    """What is shown where a page is shared, in the portal's own language: whoever fetches it speaks none."""
    return _drawn(key, lambda tenant, look: drawing.sharing_picture(tenant, look, tenant.default_language))


@public
@require_safe
def touch_icon(request: HttpRequest) -> HttpResponse:
    """Where devices look without being told."""
    return _drawn("", lambda tenant, look: drawing.icon(tenant, look, "apple"))


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look without being told."""
    return _drawn("", drawing.favicon, content_type="image/x-icon")


def _drawn(key: str, draw: drawing.Draw, content_type: str = PNG) -> HttpResponse:
    tenant = current_tenant()
    look = brand_of(tenant)
    try:
        content = draw(tenant, look)
    except DocumentFailed as failed:
        log.error("picture_failed", why=str(failed))
        return HttpResponse(status=503, headers={"Retry-After": RETRY_SECONDS})
    keep = FOR_EVER if key == key_of(look) else A_DAY if not key else SHORTLY
    return file(content, content_type, keep)
