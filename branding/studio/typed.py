"""What a request has typed into the studio, as a draft."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from branding.queries import brand_row
from branding.snapshots import PICTURES
from branding.studio import drafts
from branding.studio.drafts import Draft
from branding.studio.forms import BrandForm
from tenants.context import current_tenant

MULTIPART = "multipart/form-data"


def typed(request: HttpRequest, form: BrandForm, name: str) -> Draft:
    """The form as a draft, kept under the name for the person who typed."""
    fields: dict[str, Any] = form.changes() | kept_pictures(request, form)
    # A whole form comes with its files; what one types comes as words alone.
    is_whole = request.content_type == MULTIPART
    draft = drafts.drafted(brand_row(current_tenant()), fields, _before(request), is_whole=is_whole)
    drafts.keep(request.user.uuid, name, draft)  # type: ignore[union-attr]
    return draft


def kept_pictures(request: HttpRequest, form: BrandForm) -> dict[str, bytes]:
    """Pictures that were chosen before the form came back: browsers do not send a file twice."""
    draft, given = _before(request), form.pictures()
    if draft is None:
        return {}
    asked = [name for name in PICTURES if name not in given and f"kept_{name}" in request.POST]
    worn = {name: draft.values.get(name, "") for name in asked}
    return {name: draft.pictures[digest].data for name, digest in worn.items() if digest in draft.pictures}


def seen_version(request: HttpRequest) -> int:
    """The version that the form was opened with; what is no number never fits."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _before(request: HttpRequest) -> Draft | None:
    return drafts.kept(request.user.uuid, request.POST.get("draft", ""))  # type: ignore[union-attr]
