"""How readers look for an article, and what a page shows of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language_info

from branding.legal.markdown import rendered
from shared_apps.kernel.keyset import page_of

from .models import Article, ArticleText
from .naming import branded
from .queries import narrowed, shelves

LONGEST_SEARCH = 100
A_PAGE = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for."""

    text: str = ""
    category: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.category)


def asked(query: QueryDict) -> Asked:
    """Read the address of a list."""
    text = query.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    category = query.get("category", "")
    return Asked(text, category if category.replace("-", "").isalnum() and category.isascii() else "")


def shelf_page(request: HttpRequest, found: QuerySet[Article]) -> dict[str, Any]:
    """A page of articles, the newest first, with the categories that there are."""
    wish = asked(request.GET)
    fitting = narrowed(found, text=wish.text, category=wish.category)
    return {
        "wish": wish,
        "page": page_of(fitting, request.GET, order="-published_at", size=A_PAGE),
        "shelves": shelves(found),
    }


def shown(text: ArticleText | None, brand: str) -> dict[str, Any]:
    """What a page shows of a text: its words with the shop's name, its language and direction."""
    if text is None:
        return {"title": "", "summary": "", "text": "", "text_lang": "en", "text_dir": "ltr"}
    return {
        "title": branded(text.title, brand),
        "summary": branded(text.summary, brand),
        "text": rendered(branded(text.body, brand)),
        "text_lang": text.language,
        "text_dir": "rtl" if get_language_info(text.language)["bidi"] else "ltr",
    }
