"""The terms of a draft, as the page /terms/ would show them to a reader of the viewer's language."""

from typing import Any

from branding.legal.views import TITLES, shown
from branding.queries import read_in
from branding.studio.drafts import Draft
from tenants.context import current_tenant


def legal_context(draft: Draft) -> dict[str, Any]:
    """Context of `storefront/legal.html`; without a text while none is written."""
    page = read_in(draft.values.get("terms") or {}, current_tenant())
    return {"title": TITLES["terms"], **(shown(page) if page else {})}
