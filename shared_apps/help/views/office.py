"""Help in the Partner Store: for the office itself, and what its clients find (S4.26)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from branding.queries import brand_of
from tenants.access import office
from tenants.context import current_tenant

from ..covers import cover_answer
from ..models import Article
from ..queries import beside, for_office_of
from ..reading import shelf_page, shown
from ..verbs import set_hidden

Audience = Article.Audience


@office("dashboard.view")
@require_GET
def office_help(request: HttpRequest) -> HttpResponse:
    """Articles for partners, or those that clients find."""
    wished = request.GET.get("audience", "")
    audience = wished if wished in Audience.values else Audience.PARTNERS
    found = for_office_of(current_tenant().id).filter(audience=audience)
    context = {"audience": audience, "tabs": _tabs(audience), **shelf_page(request, found)}
    return render(request, "office/help/list.html", context)


@office("dashboard.view")
@require_GET
def office_help_article(request: HttpRequest, slug: str) -> HttpResponse:
    found = for_office_of(current_tenant().id)
    article = get_object_or_404(found, slug=slug)
    person: Any = request.user
    context = {
        "article": article,
        "beside": beside(found.filter(audience=article.audience), article),
        "may_hide": article.audience == Audience.CLIENTS and person.can("storefront.edit"),
    }
    return render(
        request,
        "office/help/article.html",
        context | shown(article.spoken, brand_of(current_tenant()).name),
    )


@office("storefront.edit")
@require_POST
def office_help_hiding(request: HttpRequest, slug: str) -> HttpResponse:
    """Hide an article from the shop's clients, or show it to them."""
    person: Any = request.user
    article = get_object_or_404(for_office_of(current_tenant().id), slug=slug, audience=Audience.CLIENTS)
    is_hidden = request.POST.get("hidden") == "yes"
    set_hidden(current_tenant().id, article, is_hidden=is_hidden, by=person.actor)
    said = _("Your clients do not find it any more.") if is_hidden else _("Your clients find it again.")
    messages.success(request, said)
    return redirect("office_help_article", slug=article.slug)


@office("dashboard.view")
@require_GET
def office_help_cover(request: HttpRequest, slug: str) -> HttpResponse:
    return cover_answer(for_office_of(current_tenant().id).filter(slug=slug).first())


def _tabs(current: str) -> list[dict[str, Any]]:
    labels = {Audience.PARTNERS: _("For you"), Audience.CLIENTS: _("For your clients")}
    address = reverse("office_help")
    return [
        {"label": label, "url": f"{address}?audience={value}", "current": value == current}
        for value, label in labels.items()
    ]
