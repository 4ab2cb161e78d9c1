"""The console's editor of help articles (S4.26)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branding.queries import brand_of
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import console
from tenants.context import current_tenant

from ..covers import cover_answer
from ..forms import ArticleForm
from ..models import Article, Category
from ..queries import articles, counts, narrowed
from ..reading import asked, shown
from ..verbs import (
    NamesThePlatform,
    NothingWritten,
    SlugInUse,
    delete_article,
    publish_article,
    put_article,
    withdraw_article,
)

Status = Article.Status


@console("help.edit")
@require_GET
def console_help(request: HttpRequest) -> HttpResponse:
    """Every article, what changed last first."""
    wish, status = asked(request.GET), request.GET.get("status", "")
    audience = request.GET.get("audience", "")
    found = narrowed(articles(), text=wish.text, category=wish.category)
    if status in Status.values:
        found = found.filter(status=status)
    if audience in Article.Audience.values:
        found = found.filter(audience=audience)
    context = {
        "wish": wish,
        "status": status,
        "audience": audience,
        "tabs": _tabs(status),
        "page": page_of(found, request.GET, order="-changed_at", size=25),
        "categories": Category.objects.all(),
        "audiences": Article.Audience.choices,
    }
    return render(request, "console/help/list.html", context)


@console("help.edit")
@require_http_methods(["GET", "POST"])
def console_help_new(request: HttpRequest) -> HttpResponse:
    """Write an article."""
    return _edit(request, None)


@console("help.edit")
@require_http_methods(["GET", "POST"])
def console_help_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _edit(request, get_object_or_404(articles(), uuid=uuid))


@console("help.edit")
@require_GET
def console_help_article(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An article as its readers see it, in any of its languages."""
    article = get_object_or_404(articles(), uuid=uuid)
    language = request.GET.get("language", "")
    text = next((one for one in article.texts.all() if one.language == language), article.spoken)
    context = {
        "article": article,
        "versions": _languages(article, text.language if text else ""),
        "history": history_of(article)[:30],
    }
    return render(request, "console/help/detail.html", context | shown(text, brand_of(current_tenant()).name))


@console("help.edit")
@require_GET
def console_help_cover(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return cover_answer(articles().filter(uuid=uuid).first())


@console("help.edit")
@require_POST
def console_help_publication(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Publish a draft, from its day on."""
    article = get_object_or_404(articles(), uuid=uuid)
    try:
        publish_article(article, by=_actor(request))
    except NamesThePlatform:
        messages.error(request, _names())
    except IllegalMove:
        messages.warning(request, _("It is published already."))
    else:
        messages.success(request, _("The article is published."))
    return redirect("console_help_article", uuid=uuid)


@console("help.edit")
@require_POST
def console_help_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make a published article a draft again."""
    try:
        withdraw_article(get_object_or_404(articles(), uuid=uuid), by=_actor(request))
    except IllegalMove:
        messages.warning(request, _("It is a draft already."))
    else:
        messages.success(request, _("The article is a draft again. Nobody finds it."))
    return redirect("console_help_article", uuid=uuid)


@console("help.edit")
@require_POST
def console_help_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete a draft."""
    try:
        delete_article(get_object_or_404(articles(), uuid=uuid), by=_actor(request))
    except IllegalMove:
        messages.warning(request, _("It is published. Make it a draft first."))
        return redirect("console_help_article", uuid=uuid)
    messages.success(request, _("The article is deleted."))
    return redirect("console_help")


def _edit(request: HttpRequest, article: Article | None) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, ArticleForm(article=article))
    form = ArticleForm(request.POST, request.FILES, article=article)
    if form.is_valid():
        try:
            put = put_article(article, form.wish, by=_actor(request))
        except SlugInUse:
            form.add_error("slug", _("Another article has this address."))
        except NothingWritten:
            form.add_error(None, _("Write it in one language at least."))
        except NamesThePlatform:
            form.add_error(None, _names())
        else:
            messages.success(request, _("Saved."))
            return redirect("console_help_article", uuid=put.uuid)
    return _form_page(request, form, status=422)


def _form_page(request: HttpRequest, form: ArticleForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "article": form.article}
    return render(request, "console/help/form.html", context, status=status)


def _names() -> str:
    return _("Clients read this under their shop's brand: it must not name the platform. Write {brand}.")


def _languages(article: Article, current: str) -> list[dict[str, Any]]:
    names = dict(settings.LANGUAGES)
    return [
        {"label": str(names[code]), "url": f"?language={code}", "current": code == current}
        for code in article.languages
    ]


def _tabs(current: str) -> list[dict[str, Any]]:
    number, address = counts(), reverse("console_help")
    listed = [("", _("All"), sum(number.values()))]
    listed += [(value, str(label), number[value]) for value, label in Status.choices]
    return [
        {"label": label, "url": f"{address}?status={value}", "count": count, "current": value == current}
        for value, label, count in listed
    ]


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
