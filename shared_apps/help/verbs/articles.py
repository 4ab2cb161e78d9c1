"""Write, publish, withdraw and delete articles (S4.26)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove

from ..models import Article, ArticleText, Category, Cover
from ..naming import names_the_platform


class SlugInUse(ValueError):
    """Another article has the address."""


class NothingWritten(ValueError):
    """An article needs a text in one language at least."""


class NamesThePlatform(ValueError):
    """What clients read must not name the platform."""


@dataclass(frozen=True, slots=True)
class Words:
    """An article in one language; `body` is Markdown."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class ArticleWish:
    """What an article is to be. `words` by language; `cover` None keeps what there is."""

    slug: str
    category: Category
    audience: str
    words: Mapping[str, Words]
    published_at: datetime | None = None
    cover: Cover | None = None
    without_cover: bool = False


@transaction.atomic
def put_article(article: Article | None, wish: ArticleWish, *, by: Actor) -> Article:
    """Write an article or change one. Raises `SlugInUse`, `NothingWritten` and `NamesThePlatform`."""
    _check(wish.audience, wish.words)
    put = article or Article(created_at=now())
    put.slug, put.category, put.audience = wish.slug, wish.category, wish.audience
    if wish.published_at or put.status == Article.Status.DRAFT:
        put.published_at = wish.published_at
    put.cover = None if wish.without_cover else wish.cover or put.cover
    put.changed_at = now()
    _save(put)
    _write(put, wish.words)
    record(put, "edit" if article else "write", by=by, languages=sorted(wish.words))
    return put


def publish_article(article: Article, *, at: datetime | None = None, by: Actor) -> None:
    """Show it to its readers from its day on, at once by default. Raises `IllegalMove` and `NamesThePlatform`."""
    words = {text.language: Words(text.title, text.summary, text.body) for text in article.texts.all()}
    _check(article.audience, words)
    day = at or article.published_at or now()
    article.move(Article.Status.PUBLISHED, by=by, published_at=day, changed_at=now())


def withdraw_article(article: Article, *, by: Actor) -> None:
    """Make it a draft again: nobody finds it. Raises `IllegalMove`."""
    article.move(Article.Status.DRAFT, by=by, changed_at=now())


@transaction.atomic
def delete_article(article: Article, *, by: Actor) -> None:
    """Delete a draft for good. Raises `IllegalMove` for one that is published."""
    held = Article.objects.select_for_update().get(pk=article.pk)
    if held.status != Article.Status.DRAFT:
        raise IllegalMove(article, "deleted")
    record(held, "delete", by=by)
    held.delete()


def _check(audience: str, words: Mapping[str, Words]) -> None:
    if not words:
        raise NothingWritten
    said = [part for text in words.values() for part in (text.title, text.summary, text.body)]
    if audience == Article.Audience.CLIENTS and names_the_platform(said):
        raise NamesThePlatform


def _save(put: Article) -> None:
    try:
        with transaction.atomic():
            put.save()
    except IntegrityError as clash:
        if "slug" in str(clash):
            raise SlugInUse(put.slug) from clash
        raise


def _write(put: Article, words: Mapping[str, Words]) -> None:
    put.texts.exclude(language__in=words).delete()
    for language, text in words.items():
        said = {"title": text.title, "summary": text.summary, "body": text.body}
        ArticleText.objects.update_or_create(article=put, language=language, defaults=said)
