"""Every version of the brand: what changed, how it looked, and the way back to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from branding import formats
from branding.models import BrandVersion
from branding.queries import brand_row, versions_of
from branding.snapshots import PICTURES, snapshot_of
from branding.studio.differences import differences_of
from branding.studio.preview import SURFACES
from branding.studio.typed import seen_version
from branding.studio.words import listed
from branding.verbs import BrandChanged, return_to_version
from tenants.access import office
from tenants.context import current_tenant

ON_A_PAGE = 20
MOST_NAMED = 4


@office("brand.edit")
@require_safe
def brand_history(request: HttpRequest) -> HttpResponse:
    page = Paginator(versions_of(current_tenant()), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [_row(version) for version in page.object_list]
    present = brand_row(current_tenant()).version
    return render(request, "office/brand/history.html", {"page": page, "rows": rows, "present": present})


@office("brand.edit")
@require_safe
def brand_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: how it looked, and how it differs from the one before or from what is worn now."""
    version = _version(number)
    now = snapshot_of(row := brand_row(current_tenant()))
    is_present = number == row.version
    with_now = request.GET.get("with") == "now" and not is_present
    earlier = versions_of(current_tenant()).filter(number__lt=number).first()
    before, after = (
        (version.snapshot, now) if with_now else (earlier.snapshot if earlier else {}, version.snapshot)
    )
    context = {
        **_row(version),
        "is_present": is_present,
        "seen": row.version,
        "with_now": with_now,
        "earlier": earlier,
        "differences": differences_of(before, after),
        "views": _views(version, earlier, with_now, is_present),
        "source": f"v{number}",
        "surfaces": SURFACES,
    }
    return render(request, "office/brand/version.html", context)


@office("brand.edit")
@require_POST
def brand_return(request: HttpRequest, number: int) -> HttpResponse:
    """Wear an earlier version again."""
    _version(number)
    present = brand_row(current_tenant()).version
    seen = seen_version(request) if "version" in request.POST else None
    try:
        saved = return_to_version(current_tenant(), number, by=request.user.actor, expected=seen)  # type: ignore[union-attr]
    except BrandChanged:
        messages.warning(request, gettext("The brand was saved meanwhile. Look at the newest version first."))
        return redirect("office_brand_history")
    except ValidationError as refused:
        text = gettext("Version %(number)s cannot be worn again: %(why)s")
        why = " ".join(refused.messages)
        messages.error(request, text % {"number": formats.number(number), "why": why})
        return redirect("office_brand_version", number)
    if saved.version == present:
        messages.info(request, gettext("The portal wears this look already."))
    else:
        numbers = {"number": formats.number(number), "new": formats.number(saved.version)}
        text = gettext("The portal wears version %(number)s again, as version %(new)s.")
        messages.success(request, text % numbers)
    return redirect("office_brand_history")


def _version(number: int) -> BrandVersion:
    version = versions_of(current_tenant()).filter(number=number).first() if number < 10**9 else None
    if version is None:
        raise Http404
    return version


def _row(version: BrandVersion) -> dict[str, Any]:
    look = version.snapshot
    digest = next((look.get(name) for name in ("logo", *PICTURES) if look.get(name)), "")
    return {
        "version": version,
        "number": formats.number(version.number),
        "returned_to": formats.number(version.returned_to) if version.returned_to else "",
        "look": look,
        "picture": digest,
        "changed": listed(version.changed, MOST_NAMED),
    }


def _views(
    version: BrandVersion, earlier: BrandVersion | None, with_now: bool, is_present: bool
) -> list[dict[str, Any]]:
    if is_present:
        return []
    here = reverse("office_brand_version", args=[version.number])
    return [
        {"label": gettext("Against the version before"), "url": here, "current": not with_now},
        {"label": gettext("What is different today"), "url": f"{here}?with=now", "current": with_now},
    ]
