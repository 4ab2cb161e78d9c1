"""The live preview: what is typed is kept as a draft, and pages of the portal are drawn in it.

Frames are pages of the office like any other: same host, same gate, strict policy; only this host may frame them.
"""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from branding.documents import DocumentFailed, picture
from branding.documents.rendering import LOGO
from branding.queries import brand_row, computed_css
from branding.readings import readings_of
from branding.studio import drafts, samples
from branding.studio.drafts import Draft
from branding.studio.forms import BrandForm
from branding.studio.legal import legal_context
from branding.studio.letters import letter_css, letter_html
from branding.studio.sources import PreviewLook, picture_data, preview_look, source_of
from branding.studio.typed import typed
from tenants.access import office
from tenants.context import current_tenant

SURFACES = {
    "storefront": _("Storefront"),
    "portal": _("Client portal"),
    "mail": _("Mail"),
    "invoice": _("Invoice"),
    "terms": _("Terms"),
}
SHOP = {"storefront", "terms"}
THEMES = ("light", "dark")


@office("brand.edit")
@require_POST
def brand_draft(request: HttpRequest) -> HttpResponse:
    """Keeps what is typed as a draft; answers with the colours' readings and tells the frames to look anew."""
    name = request.POST.get("draft", "")
    if not drafts.is_name(name):
        raise Http404
    form = BrandForm(request.POST, request.FILES, row=brand_row(current_tenant()))
    form.is_valid()
    draft = typed(request, form, name)
    response = render(
        request, "office/brand/_readings.html", {"readings": readings_of(draft.values["colour"])}
    )
    response["HX-Trigger-After-Settle"] = "brand-drafted"
    return response


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Lets pages of this host show the view in a frame, and nobody else."""
    return xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view))


@office("brand.edit")
@require_safe
@framed
def brand_preview(request: HttpRequest, source: str, surface: str, theme: str) -> HttpResponse:
    """One page of the portal as it would look."""
    if surface not in SURFACES or theme not in THEMES:
        raise Http404
    look = _look(request, source)
    if surface == "mail":
        return HttpResponse(letter_html(look, theme))
    is_shop = surface in SHOP
    context = {
        **samples.sample(current_tenant()),
        **legal_context(_draft(request, source)),
        "brand": look,
        "theme": theme,
        "source": source,
        "nav": samples.shop_navigation() if is_shop else samples.portal_navigation(),
        "account_links": [],
        "acting": None,
    }
    return render(request, f"office/brand/preview/{surface}.html", context)


@office("brand.edit")
@require_safe
def brand_preview_css(request: HttpRequest, source: str, css_hash: str) -> HttpResponse:
    """The tokens of the look."""
    look = _look(request, source)
    css, _hash = computed_css(look.colour, look.radius, look.font)
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@office("brand.edit")
@require_safe
def brand_preview_mail_css(request: HttpRequest, source: str, theme: str) -> HttpResponse:
    """The style sheet of the mail, which the policy allows no page to hold itself."""
    if theme not in THEMES:
        raise Http404
    return HttpResponse(letter_css(_look(request, source), theme), content_type="text/css; charset=utf-8")


@office("brand.edit")
@require_safe
def brand_preview_picture(request: HttpRequest, source: str, digest: str) -> HttpResponse:
    """A logo or icon of the look."""
    draft = _draft(request, source)
    return HttpResponse(picture_data(current_tenant(), draft, digest), content_type="image/png")


@office("brand.edit")
@require_safe
def brand_preview_invoice(request: HttpRequest, source: str) -> HttpResponse:
    """The invoice as it is printed, as a picture."""
    look, draft, tenant = _look(request, source), _draft(request, source), current_tenant()
    logo = picture_data(tenant, draft, look.logo_sha256) if look.logo_sha256 else b""
    try:
        drawn = picture(
            "invoice",
            samples.invoice(look, samples.sample(tenant)),
            language=(translation.get_language() or "en").split("-")[0],
            look=look,
            pictures={LOGO: logo} if logo else {},
        )
    except DocumentFailed:
        # Too many at once: the frame keeps its place, and the next change asks anew.
        return HttpResponse(status=503)
    return HttpResponse(drawn, content_type="image/png")


def _draft(request: HttpRequest, source: str) -> Draft:
    return source_of(current_tenant(), request.user.uuid, source)  # type: ignore[union-attr]


def _look(request: HttpRequest, source: str) -> PreviewLook:
    return preview_look(current_tenant(), _draft(request, source), source)
