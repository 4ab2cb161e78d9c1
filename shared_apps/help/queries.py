"""Reads of help articles."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shared_apps.kernel.clock import now

from .models import Article, Category, HiddenArticle

Audience, Status = Article.Audience, Article.Status


def articles() -> QuerySet[Article]:
    """Every article with what a list shows of it, in any state."""
    return Article.objects.select_related("category", "cover").defer("cover__data").prefetch_related("texts")


def published() -> QuerySet[Article]:
    """Those whose day has come."""
    return articles().filter(status=Status.PUBLISHED, published_at__lte=now())


def for_clients_of(tenant_id: int) -> QuerySet[Article]:
    """What the clients of a reseller find: what is for clients and was not hidden by it."""
    hidden = HiddenArticle.objects.filter(tenant_id=tenant_id, article_id=OuterRef("pk"))
    return published().filter(~Exists(hidden), audience=Audience.CLIENTS)


def for_office_of(tenant_id: int) -> QuerySet[Article]:
    """What the office of a reseller reads: everything, with `is_hidden` where its clients do not find it."""
    hidden = HiddenArticle.objects.filter(tenant_id=tenant_id, article_id=OuterRef("pk"))
    return published().annotate(is_hidden=Exists(hidden))


def narrowed(found: QuerySet[Article], *, text: str = "", category: str = "") -> QuerySet[Article]:
    """Of these articles those of a category, with a text in the title, the summary or the body in any language."""
    if category:
        found = found.filter(category__slug=category)
    if text:
        said = Q(texts__title__icontains=text) | Q(texts__summary__icontains=text)
        found = found.filter(
            pk__in=Article.objects.filter(said | Q(texts__body__icontains=text)).values("pk")
        )
    return found


def shelves(found: QuerySet[Article]) -> list[tuple[Category, int]]:
    """The categories in which there are any of these articles, with their number. Two queries."""
    counts: Mapping[int, int] = dict(
        found.order_by().values("category").annotate(number=Count("pk")).values_list("category", "number")
    )
    return [(shelf, counts[shelf.pk]) for shelf in Category.objects.filter(pk__in=counts)]


def beside(found: QuerySet[Article], article: Article, most: int = 4) -> list[Article]:
    """Other articles of the same category, the newest first."""
    others = found.filter(category_id=article.category_id).exclude(pk=article.pk)
    return list(others.order_by("-published_at", "-pk")[:most])


def counts() -> Mapping[str, int]:
    """How many articles stand in each status. One query."""
    rows = Article.objects.values_list("status").annotate(Count("pk"))
    return {**dict.fromkeys(Status.values, 0), **dict(rows)}
