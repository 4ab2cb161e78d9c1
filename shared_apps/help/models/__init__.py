"""Help articles, in `public`."""

from .article import FALLBACK, Article, ArticleText, Category, Cover, HiddenArticle, language_of_reader

__all__ = [
    "FALLBACK",
    "Article",
    "ArticleText",
    "Category",
    "Cover",
    "HiddenArticle",
    "language_of_reader",
]
