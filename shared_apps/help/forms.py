"""What the operator's authors type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from branding.forms import DateField, NumberField
from shared_apps.kernel.papers import PaperRefused

from .covers import keep_cover
from .models import Article, ArticleText, Category
from .verbs import ArticleWish, Words

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class WordsForm(forms.Form):
    """An article in one language: all of it, or nothing."""

    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    summary = forms.CharField(label=_("Summary"), max_length=300, required=False)
    body = forms.CharField(
        label=_("Text"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Markdown. Write {brand} where the shop's name is to stand."),
    )

    def __init__(self, language: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "prefix": language})
        self.language, self.label = language, str(dict(settings.LANGUAGES)[language])
        bidi = "rtl" if language == "fa" else "ltr"
        for field in self.fields.values():
            field.widget.attrs |= {"lang": language, "dir": bidi}

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if any(typed.values()):
            for name in ("title", "body"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("Write it in this language too, or leave the language empty."))
        return typed

    @property
    def words(self) -> Words | None:
        """What was written; None for nothing."""
        typed = self.cleaned_data
        return Words(typed["title"], typed["summary"], typed["body"]) if typed["title"] else None


class ArticleForm(forms.Form):
    """An article apart from its words."""

    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), empty_label=_("Choose…")
    )
    audience = forms.ChoiceField(label=_("For"), choices=Article.Audience.choices)
    published_on = DateField(
        label=_("Publish date"),
        required=False,
        help_text=_("Readers find it from this day on, once it is published."),
    )
    slug = forms.CharField(
        label=_("Address"),
        max_length=80,
        required=False,
        validators=[validate_slug],
        widget=forms.TextInput(attrs={"class": "ltr"}),
        help_text=_("Empty: made from the English title."),
    )
    cover = forms.FileField(
        label=_("Cover picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    without_cover = forms.BooleanField(label=_("Remove the cover picture"), required=False)

    def __init__(self, *args: Any, article: Article | None = None, **options: Any) -> None:
        options.setdefault("initial", _initial(article))
        super().__init__(*args, **options)
        self.fields["category"].queryset = Category.objects.all()  # type: ignore[attr-defined]
        if article is None or article.cover_id is None:
            del self.fields["without_cover"]
        texts = {text.language: text for text in article.texts.all()} if article else {}
        self.languages = [
            WordsForm(code, *args[:1], initial=_words_of(texts.get(code))) for code in LANGUAGES
        ]
        self.article = article

    def clean_cover(self) -> Any:
        upload = self.cleaned_data["cover"]
        if not upload:
            return None
        try:
            return keep_cover(upload)
        except PaperRefused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.languages)])

    @property
    def words(self) -> Mapping[str, Words]:
        return {form.language: form.words for form in self.languages if form.words}

    @property
    def wish(self) -> ArticleWish:
        """For the verb; only for a valid form."""
        typed, words = self.cleaned_data, self.words
        first = words.get("en") or next(iter(words.values()), None)
        slug = typed["slug"] or slugify(first.title if first else "")[:80].strip("-")
        return ArticleWish(
            slug=slug or (self.article.slug if self.article else f"article-{timezone.now():%Y%m%d%H%M%S}"),
            category=typed["category"],
            audience=typed["audience"],
            words=words,
            published_at=_begin(typed["published_on"]),
            cover=typed["cover"],
            without_cover=typed.get("without_cover", False),
        )


class CategoryForm(forms.Form):
    """A category in every language; English is needed, the others fall back to it."""

    slug = forms.SlugField(label=_("Address"), max_length=40, widget=forms.TextInput(attrs={"class": "ltr"}))
    position = NumberField(label=_("Position"), maximum=30_000, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, name in settings.LANGUAGES:
            label = gettext("Name in %(language)s") % {"language": str(name)}
            self.fields[f"name_{code}"] = forms.CharField(
                label=label,
                max_length=80,
                required=code == "en",
                widget=forms.TextInput(attrs={"lang": code}),
            )

    @property
    def wish(self) -> dict[str, Any]:
        typed = self.cleaned_data
        names = {code: typed[f"name_{code}"] for code in LANGUAGES if typed[f"name_{code}"]}
        return {"slug": typed["slug"], "name": names, "position": typed["position"] or 0}


def _begin(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _initial(article: Article | None) -> dict[str, Any]:
    if article is None:
        return {"audience": Article.Audience.PARTNERS}
    day = timezone.localdate(article.published_at) if article.published_at else None
    return {
        "category": article.category_id,
        "audience": article.audience,
        "published_on": day,
        "slug": article.slug,
    }


def _words_of(text: ArticleText | None) -> dict[str, str]:
    return {"title": text.title, "summary": text.summary, "body": text.body} if text else {}
