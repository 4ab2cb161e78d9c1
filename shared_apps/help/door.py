"""The help's door: which articles a shop's visitors find."""

from __future__ import annotations

from datetime import datetime

from tenants.context import current_tenant

from .queries import for_clients_of


def articles_found_here() -> list[tuple[str, datetime]]:
    """Slug and last change of each article that the current tenant's clients find, the newest first. One query."""
    found = for_clients_of(current_tenant().id).order_by("-published_at", "-pk")
    return list(found.values_list("slug", "changed_at"))
