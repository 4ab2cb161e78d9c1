"""The public pages /terms/ and /privacy/. A page that is not written is not there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from branding.legal.markdown import rendered
from branding.looks import LegalPage
from branding.queries import legal_page
from tenants.access import public
from tenants.context import current_tenant

TITLES = {"terms": _("Terms and conditions"), "privacy": _("Privacy")}


@public
@require_safe
def legal_terms(request: HttpRequest) -> HttpResponse:
    return _page(request, "terms")


@public
@require_safe
def legal_privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "privacy")


def _page(request: HttpRequest, which: str) -> HttpResponse:
    page = legal_page(current_tenant(), which)
    if page is None:
        raise Http404
    return render(request, "storefront/legal.html", {"title": TITLES[which], **shown(page)})


def shown(page: LegalPage) -> dict[str, Any]:
    """What the template needs of a page: its HTML, language and direction."""
    direction = "rtl" if get_language_info(page.language)["bidi"] else "ltr"
    return {"text": rendered(page.markdown), "text_lang": page.language, "text_dir": direction}
