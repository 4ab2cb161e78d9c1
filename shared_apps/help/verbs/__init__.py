"""What happens to help articles."""

from .articles import (
    ArticleWish,
    NamesThePlatform,
    NothingWritten,
    SlugInUse,
    Words,
    delete_article,
    publish_article,
    put_article,
    withdraw_article,
)
from .shelves import CategoryInUse, delete_category, put_category, set_hidden

__all__ = [
    "ArticleWish",
    "CategoryInUse",
    "NamesThePlatform",
    "NothingWritten",
    "SlugInUse",
    "Words",
    "delete_article",
    "delete_category",
    "publish_article",
    "put_article",
    "put_category",
    "set_hidden",
    "withdraw_article",
]
