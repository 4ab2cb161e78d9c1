"""Suspend, resume, archive, restore, delete: each a dialog on the reseller's page and a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import View, console
from tenants.models import STOPPED, Tenant, TenantStatus

from .. import verbs
from ..forms import ArchiveForm, DeletionForm, ReasonForm, ToldReasonForm
from ..models import Archive
from ..verbs.deletions import export_since
from .finding import actor_of, reseller

Form = Callable[..., forms.Form]
_MOST_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that can be done with a reseller: its address, its words, from which statuses, by whom."""

    name: str
    title: str | Promise
    text: str | Promise
    icon: str
    permission: str
    sources: frozenset[str]
    form: Callable[[Tenant, Any], forms.Form]
    act: Callable[..., Any]
    done: str | Promise
    is_grave: bool = False

    @property
    def url_name(self) -> str:
        return f"console_reseller_{self.name}"


def _archive_form(tenant: Tenant, data: Any) -> forms.Form:
    return ArchiveForm(data, expected=tenant.slug)


def _deletion_form(tenant: Tenant, data: Any) -> forms.Form:
    stay = Archive.objects.filter(tenant=tenant, restored_at=None).first()
    return DeletionForm(data, expected=tenant.slug, has_export=bool(stay and export_since(stay)))


def _delete(tenant: Tenant, *, reason: str, without_export: bool = False, by: Any) -> None:
    verbs.ask_for_deletion(tenant, reason=reason, without_export=without_export, by=by)


CONTROLS = (
    Control(
        "suspension",
        gettext_lazy("Suspend"),
        gettext_lazy(
            "The portal answers that it is no longer here. Its work waits, and nothing is lost. The owner is told."
        ),
        "pause",
        "tenants.suspend",
        frozenset({TenantStatus.LIVE}),
        lambda tenant, data: ToldReasonForm(data),
        verbs.suspend,
        gettext_lazy("The portal is suspended."),
    ),
    Control(
        "resumption",
        gettext_lazy("Resume"),
        gettext_lazy("The portal opens again as it was, and what waited is done at once. The owner is told."),
        "play",
        "tenants.suspend",
        frozenset({TenantStatus.SUSPENDED}),
        lambda tenant, data: ToldReasonForm(data),
        verbs.resume,
        gettext_lazy("The portal is open again."),
    ),
    Control(
        "restoration",
        gettext_lazy("Restore"),
        gettext_lazy("The portal comes back from the archive as it was. The owner is told."),
        "archive-restore",
        "tenants.suspend",
        frozenset({TenantStatus.ARCHIVED}),
        lambda tenant, data: ToldReasonForm(data),
        verbs.restore,
        gettext_lazy("The portal is open again."),
    ),
    Control(
        "archiving",
        gettext_lazy("Archive"),
        gettext_lazy(
            "The portal is closed and its data are kept. Until the grace ends it can be restored; then it may be"
            " deleted. The owner is told."
        ),
        "archive",
        "tenants.delete",
        frozenset({TenantStatus.LIVE, TenantStatus.SUSPENDED}),
        _archive_form,
        verbs.archive,
        gettext_lazy("The reseller is in the archive."),
        is_grave=True,
    ),
    Control(
        "exporting",
        gettext_lazy("Export everything"),
        gettext_lazy(
            "All rows and files as a ZIP, without passwords and keys. It can be fetched here for some days."
        ),
        "package",
        "tenants.export",
        STOPPED | {TenantStatus.LIVE},
        lambda tenant, data: ReasonForm(data),
        verbs.ask_for_export,
        gettext_lazy("The export is being made."),
    ),
    Control(
        "deletion",
        gettext_lazy("Delete for good"),
        gettext_lazy(
            "All data of the portal are deleted; its domains are given back. Books of account stay. Nobody can undo it."
        ),
        "trash-2",
        "tenants.delete",
        frozenset({TenantStatus.ARCHIVED}),
        _deletion_form,
        _delete,
        gettext_lazy("The deletion has begun."),
        is_grave=True,
    ),
)


def dialogs_of(tenant: Tenant, person: Any) -> Sequence[dict[str, Any]]:
    """What a person may do with a reseller now, each with its empty form."""
    open_stay = Archive.objects.filter(tenant=tenant, restored_at=None).first()
    offered = [each for each in CONTROLS if tenant.status in each.sources and person.can(each.permission)]
    if not (open_stay and open_stay.is_past_grace):
        offered = [each for each in offered if each.name != "deletion"]
    return [_shown(control, tenant, None) for control in offered]


def _shown(control: Control, tenant: Tenant, data: Any) -> dict[str, Any]:
    form = control.form(tenant, data)
    form.auto_id = f"{control.name}-%s"
    return {"control": control, "form": form, "url": reverse(control.url_name, args=[tenant.uuid])}


def page_for(control: Control) -> View:
    """The control's own page: what is meant, the form, and what came of it."""

    @console(control.permission)
    @require_http_methods(["GET", "POST"])
    def console_control(request: HttpRequest, uuid: UUID) -> HttpResponse:
        return _carry_out(request, reseller(uuid), control)

    return console_control


def _carry_out(request: HttpRequest, tenant: Tenant, control: Control) -> HttpResponse:
    shown = _shown(control, tenant, request.POST or None)
    if tenant.status not in control.sources:
        return _too_late(request, tenant)
    if request.method == "POST" and shown["form"].is_valid():
        wish = {name: value for name, value in shown["form"].cleaned_data.items() if name != "typed"}
        try:
            control.act(tenant, **wish, by=actor_of(request))
        except IllegalMove:
            return _too_late(request, tenant)
        except verbs.AlreadyRunning:
            messages.warning(request, _("An export is being made already."))
        except verbs.NotDeletable:
            messages.warning(request, _("It cannot be deleted yet."))
        else:
            messages.success(request, str(control.done))
        return redirect("console_reseller", uuid=tenant.uuid)
    status = 422 if request.method == "POST" else 200
    return render(request, "console/reseller_control.html", {"tenant": tenant, **shown}, status=status)


def _too_late(request: HttpRequest, tenant: Tenant) -> HttpResponse:
    messages.warning(request, _("Somebody else was faster, or this is not possible now."))
    return redirect("console_reseller", uuid=tenant.uuid)


@console("tenants.suspend")
@require_POST
def console_resellers_suspension(request: HttpRequest) -> HttpResponse:
    """Suspend the ticked resellers."""
    done = _several(request, verbs.suspend)
    words = ngettext("%(count)s portal is suspended.", "%(count)s portals are suspended.", done)
    return _back_to_the_list(request, words, done)


@console("tenants.suspend")
@require_POST
def console_resellers_resumption(request: HttpRequest) -> HttpResponse:
    """Resume the ticked resellers."""
    done = _several(request, verbs.resume)
    words = ngettext("%(count)s portal is open again.", "%(count)s portals are open again.", done)
    return _back_to_the_list(request, words, done)


def _several(request: HttpRequest, act: Callable[..., Any]) -> int:
    """Each in a transaction of its own, at most a page of them; those that are not in the right state are left."""
    form = ToldReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Please give a reason."))
        return 0
    named = {text for text in request.POST.getlist("reseller")[:_MOST_AT_ONCE] if _is_uuid(text)}
    done = 0
    for tenant in Tenant.objects.filter(uuid__in=named, kind=Tenant.Kind.RESELLER, is_probe=False):
        try:
            act(tenant, reason=form.cleaned_data["reason"], by=actor_of(request))
            done += 1
        except IllegalMove:
            messages.warning(request, _("%(name)s was left as it is.") % {"name": tenant.name})
    return done


def _back_to_the_list(request: HttpRequest, words: str, done: int) -> HttpResponse:
    if done:
        messages.success(request, words % {"count": done})
    return redirect("console_resellers")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
