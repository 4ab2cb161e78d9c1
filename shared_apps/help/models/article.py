"""Articles that explain how things are done, for partners and, under a shop's brand, for its clients (S4.26)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from tenants.models import Tenant

FALLBACK = "en"


class Category(models.Model):
    """A shelf of the help: getting started, payments. `name` by language."""

    slug = models.SlugField(max_length=40, unique=True, db_index=False)
    name = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.spoken_name

    @property
    def spoken_name(self) -> str:
        """The name in the reader's language; in English, then in any, where there is none."""
        return str(
            self.name.get(language_of_reader())
            or self.name.get(FALLBACK)
            or next(iter(self.name.values()), self.slug)
        )


class Cover(models.Model):
    """A cover picture as it is served: drawn anew by us, named by its content."""

    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256"], name="help_cover_once")]

    def __str__(self) -> str:
        return self.sha256[:12]


class ArticleStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Article(Lifecycle):
    """One article in the languages that it was written in. Readers find it from `published_at` on.

    Articles for clients are shown to the office too, which may hide them from its own clients.
    """

    Status = ArticleStatus

    class Audience(models.TextChoices):
        PARTNERS = "partners", _("Partners")
        CLIENTS = "clients", _("Clients")

    MOVES = {Status.DRAFT: {Status.PUBLISHED}, Status.PUBLISHED: {Status.DRAFT}}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True, db_index=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    audience = models.CharField(_("For"), max_length=10, choices=Audience.choices, default=Audience.PARTNERS)
    category = models.ForeignKey(
        Category, verbose_name=_("Category"), on_delete=models.PROTECT, related_name="articles"
    )
    cover = models.ForeignKey(Cover, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    published_at = models.DateTimeField(_("Publish date"), null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            status_constraint(ArticleStatus, "help_article_status_known"),
            models.CheckConstraint(
                condition=Q(audience__in=["partners", "clients"]), name="help_article_audience_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="help_article_published_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["audience", "status", "-published_at"], name="help_article_shelf"),
        ]

    def __str__(self) -> str:
        text = self.spoken
        return text.title if text else self.slug

    @property
    def spoken(self) -> ArticleText | None:
        """The text in the reader's language; in English, then in any, where there is none."""
        texts: dict[str, ArticleText] = {text.language: text for text in self.texts.all()}
        return texts.get(language_of_reader()) or texts.get(FALLBACK) or next(iter(texts.values()), None)

    @property
    def languages(self) -> Sequence[str]:
        """The languages that it is written in, in the platform's order."""
        written = {text.language for text in self.texts.all()}
        return [code for code, _name in settings.LANGUAGES if code in written]

    @property
    def is_coming(self) -> bool:
        """Whether it is published with a date that has not come."""
        return self.status == self.Status.PUBLISHED and bool(self.published_at and self.published_at > now())


class ArticleText(models.Model):
    """An article in one language; `body` is Markdown."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    title = models.CharField(_("Title"), max_length=160)
    summary = models.CharField(_("Summary"), max_length=300, blank=True)
    body = models.TextField(_("Text"), max_length=40_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="help_text_once_a_language"),
        ]

    def __str__(self) -> str:
        return self.title


class HiddenArticle(models.Model):
    """An article that a reseller does not show to its clients."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="hidden")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "article"], name="help_article_hidden_once"),
        ]

    def __str__(self) -> str:
        return str(self.article_id)


def language_of_reader() -> str:
    return (get_language() or FALLBACK).split("-")[0]
