"""Help under the shop's own brand, for its clients and visitors (S4.26)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from branding.queries import brand_of
from tenants.access import public
from tenants.context import current_tenant

from ..covers import cover_answer
from ..queries import beside, for_clients_of
from ..reading import shelf_page, shown


@public
@require_safe
def help_home(request: HttpRequest) -> HttpResponse:
    """Articles by category, with a search."""
    return render(request, "help/home.html", shelf_page(request, for_clients_of(current_tenant().id)))


@public
@require_safe
def help_article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article in the reader's language."""
    found = for_clients_of(current_tenant().id)
    article = get_object_or_404(found, slug=slug)
    context = {"article": article, "beside": beside(found, article)}
    return render(
        request,
        "help/article.html",
        context | shown(article.spoken, brand_of(current_tenant()).name),
    )


@public
@require_GET
def help_cover(request: HttpRequest, slug: str) -> HttpResponse:
    """The cover of an article that clients find."""
    return cover_answer(for_clients_of(current_tenant().id).filter(slug=slug).first())
