"""Categories of the help, and what a reseller hides from its clients."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from ..models import Article, Category, HiddenArticle


class CategoryInUse(ValueError):
    """There are articles in the category."""


@transaction.atomic
def put_category(slug: str, *, name: Mapping[str, str], position: int = 0, by: Actor) -> Category:
    """Make a category or rename the one of this slug; `name` by language."""
    put, _is_new = Category.objects.update_or_create(
        slug=slug, defaults={"name": dict(name), "position": position}
    )
    record(put, "put category", by=by)
    return put


@transaction.atomic
def delete_category(category: Category, *, by: Actor) -> None:
    """Delete an empty category. Raises `CategoryInUse`."""
    held = Category.objects.select_for_update().get(pk=category.pk)
    if held.articles.exists():
        raise CategoryInUse(held.slug)
    record(held, "delete", by=by)
    held.delete()


@transaction.atomic
def set_hidden(tenant_id: int, article: Article, *, is_hidden: bool, by: Actor) -> None:
    """Hide an article from a reseller's clients, or show it to them; a second time changes nothing."""
    if is_hidden:
        _row, is_new = HiddenArticle.objects.get_or_create(tenant_id=tenant_id, article=article)
        changed = is_new
    else:
        changed = bool(HiddenArticle.objects.filter(tenant_id=tenant_id, article=article).delete()[0])
    if changed:
        record(article, "hide" if is_hidden else "show", by=by, tenant=tenant_id)
