"""What search engines and those who report a weakness read: robots.txt, sitemap.xml, security.txt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from branding.models import Brand
from branding.portal.answers import AN_HOUR, file
from branding.queries import brand_of
from shared_apps.kernel.clock import now
from tenants.access import public
from tenants.context import current_tenant
from tenants.hosts import portal_url

PLAIN = "text/plain; charset=utf-8"
EVERYWHERE = ("/accounts/", "/api/", "/offline/")
# Each host names its own addresses alone: those of the other kind would tell who stands behind it.
CLOSED = {
    "operator": ("/partners/", "/console/", "/apply/", *EVERYWHERE),
    "reseller": ("/my/", "/office/", "/order/", "/webhooks/", "/r/", "/dns/", *EVERYWHERE),
}
# People who sign up come by a link of ours.
OPEN = ("/accounts/signup/",)
EXPIRES_AFTER = timedelta(days=180)
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page for everybody: its path and when it was changed last, where that is known."""

    path: str
    changed_at: datetime | None = None


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The shop window is for everybody; what needs an account is for nobody's index."""
    rules = [f"Allow: {path}" for path in OPEN] + [
        f"Disallow: {path}" for path in CLOSED[current_tenant().kind]
    ]
    lines = ["User-agent: *", *rules, "", f"Sitemap: {portal_url(current_tenant(), '/sitemap.xml')}", ""]
    return file("\n".join(lines), PLAIN, AN_HOUR)


@public
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116): the one who runs the shop; 404 when nobody is named."""
    tenant = current_tenant()
    contact = brand_of(tenant).support_email
    if not contact:
        raise Http404
    expires = (now() + EXPIRES_AFTER).replace(hour=0, minute=0, second=0, microsecond=0)
    languages = dict.fromkeys((tenant.default_language, "en"))
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(languages)}",
        f"Canonical: {portal_url(tenant, request.path)}",
        "",
    ]
    return file("\n".join(lines), PLAIN, AN_HOUR)


def sitemap(pages: Iterable[SitePage]) -> HttpResponse:
    """The pages with their absolute addresses on the portal's canonical host."""
    entries = "".join(_entry(page) for page in pages)
    return file(f"{XML}{URLSET}{entries}</urlset>\n", "application/xml; charset=utf-8", AN_HOUR)


def brand_changed_at() -> datetime | None:
    """When the current tenant's brand was saved last. One query."""
    saved = Brand.objects.filter(tenant_id=current_tenant().id).values_list("updated_at", flat=True)
    return saved.first()


def _entry(page: SitePage) -> str:
    address = escape(portal_url(current_tenant(), page.path))
    changed = f"<lastmod>{page.changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if page.changed_at else ""
    return f"<url><loc>{address}</loc>{changed}</url>"
