"""The studio's page: the whole brand in one form, saved as a version."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from branding import formats
from branding.models import Brand
from branding.queries import brand_row, versions_of
from branding.readings import readings_of
from branding.snapshots import PICTURES, TEXTS
from branding.studio import drafts
from branding.studio.forms import BrandForm
from branding.studio.preview import SURFACES
from branding.studio.sources import NOW, preview_look, source_of
from branding.studio.typed import kept_pictures, seen_version, typed
from branding.studio.words import listed
from branding.verbs import BrandChanged, save_brand
from tenants.access import office
from tenants.context import current_tenant

CONFLICT = 409
SECTIONS = [
    ("identity", _("Name")),
    ("look", _("Look")),
    ("shop", _("Shop window")),
    ("contact", _("Contact and mail")),
    ("social", _("Social networks")),
    ("legal", _("Terms and privacy")),
    ("invoices", _("Invoices")),
]
# The preview shows no legal texts: they need not travel at every key.
UNSENT = ",".join(f"{which}_{code}" for which in TEXTS for code, _name in settings.LANGUAGES)


@office("brand.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def brand(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        row = brand_row(current_tenant())
        return _page(request, BrandForm(row=row), row)
    return _save(request)


def _save(request: HttpRequest) -> HttpResponse:
    tenant, person = current_tenant(), request.user
    row = brand_row(tenant)
    form = BrandForm(request.POST, request.FILES, row=row)
    if form.is_valid() and "look" not in request.POST:
        try:
            fields = form.changes() | kept_pictures(request, form)
            saved = save_brand(tenant, fields=fields, by=person.actor, expected=seen_version(request))  # type: ignore[union-attr]
        except ValidationError as refused:
            form.refuse(refused)
        except BrandChanged as meanwhile:
            return _page(request, form, row, meanwhile=meanwhile.version, status=CONFLICT)
        else:
            _tell(request, row, saved)
            return redirect("office_brand")
    return _page(request, form, row)


def _tell(request: HttpRequest, before: Brand, saved: Brand) -> None:
    if saved.version == before.version:
        messages.info(request, gettext("Nothing was changed, so nothing was saved."))
        return
    changed = versions_of(current_tenant()).values_list("changed", flat=True)[0]
    words = {"number": formats.number(saved.version), "changed": listed(changed)}
    text = gettext("Version %(number)s is saved and worn. Changed: %(changed)s.")
    messages.success(request, text % words)


def _page(
    request: HttpRequest, form: BrandForm, row: Brand, *, meanwhile: Any = None, status: int = 200
) -> HttpResponse:
    tenant = current_tenant()
    source, kept = NOW, []
    name = drafts.fresh_name()
    if form.is_bound:
        draft = typed(request, form, name)
        source, kept = name, [each for each in PICTURES if draft.values.get(each, "") in draft.pictures]
    look = preview_look(tenant, source_of(tenant, request.user.uuid, source), source)  # type: ignore[union-attr]
    latest = meanwhile or versions_of(tenant).defer("snapshot").first()
    context = {
        "form": form,
        "sections": SECTIONS,
        "unsent": UNSENT,
        "home_language": tenant.default_language,
        "draft": name,
        "kept": kept,
        "seen": meanwhile.number if meanwhile else _opened(request, form, row),
        "meanwhile": meanwhile,
        "meanwhile_changed": listed(meanwhile.changed) if meanwhile else "",
        "latest": latest,
        "latest_number": formats.number(latest.number) if latest else "",
        "source": source,
        "look": look,
        "surfaces": SURFACES,
        "readings": readings_of(look.colour),
    }
    return render(request, "office/brand/studio.html", context, status=status)


def _opened(request: HttpRequest, form: BrandForm, row: Brand) -> int:
    """The version that the writer saw first: a form that comes back must not forget it."""
    seen = seen_version(request) if form.is_bound else row.version
    return row.version if seen < 0 else seen
