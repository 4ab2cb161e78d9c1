"""The console's agenda: what waits, what failed and may be tried again; development's clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from branding import formats
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from tenants.access import console

from . import clock as movable_clock
from .forms import AgendaFilter
from .models import Entry
from .queries import counts, counts_by_task, entries
from .verbs import cancel, retry, retry_all

LATE = "late"
TABS = {
    Entry.Status.WAITING.value: Entry.Status.WAITING.label,
    LATE: gettext_lazy("Late"),
    **dict(Entry.Status.choices[1:]),
}
STEPS = {"1": timedelta(days=1), "7": timedelta(days=7), "31": timedelta(days=31)}


@console("agenda.view")
def agenda(request: HttpRequest) -> HttpResponse:
    """Entries by status, task and words; how each task stands; what failed may be tried again or cancelled."""
    status = request.GET.get("status", Entry.Status.WAITING)
    if status not in TABS:
        status = Entry.Status.WAITING
    person: Any = request.user
    form = AgendaFilter(request.GET)
    order = "due_at" if status in {Entry.Status.WAITING, LATE} else "-id"
    page = page_of(form.narrow(entries(status)), request.GET, order=order)
    found = counts()
    tasks = counts_by_task()
    context = {
        "form": form,
        "page": page,
        "status": status,
        "tabs": [(value, label, getattr(found, value)) for value, label in TABS.items()],
        "tasks": tasks,
        "may_edit": person.can("agenda.edit"),
        "is_filtered": form.is_valid() and any(form.cleaned_data.values()),
        "clock_shift": movable_clock.shift() if settings.DEVELOPMENT else None,
        "steps": STEPS,
    }
    return render(request, "console/agenda.html", context)


@console("agenda.view")
@require_GET
def agenda_entry(request: HttpRequest, entry: int) -> HttpResponse:
    """One entry: how it stands, and who had it tried again or cancelled it."""
    found = get_object_or_404(Entry.objects.select_related("tenant"), pk=entry)
    person: Any = request.user
    context = {"entry": found, "history": history_of(found)[:100], "may_edit": person.can("agenda.edit")}
    return render(request, "console/agenda_entry.html", context)


@console("agenda.edit")
@require_POST
def retry_entry(request: HttpRequest, entry: int) -> HttpResponse:
    if retry(entry, reason=_reason(request), by=_actor(request)):
        messages.success(request, _("The entry will be tried again now."))
    else:
        messages.warning(request, _("That entry is no longer failed."))
    return _back(request)


@console("agenda.edit")
@require_POST
def retry_task(request: HttpRequest) -> HttpResponse:
    """Every failed entry of a task at once."""
    count = retry_all(request.POST.get("task", ""), by=_actor(request))
    said = ngettext("%(count)s entry will be tried again.", "%(count)s entries will be tried again.", count)
    messages.success(request, said % {"count": formats.number(count)})
    return redirect("console_agenda")


@console("agenda.edit")
@require_POST
def cancel_entry(request: HttpRequest, entry: int) -> HttpResponse:
    """Never done: the dialog has asked."""
    if cancel(entry, reason=_reason(request), by=_actor(request)):
        messages.success(request, _("The entry will not be done."))
    else:
        messages.warning(request, _("That entry can no longer be cancelled."))
    return _back(request)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").replace("\x00", "").strip()[:500]


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found


def _back(request: HttpRequest) -> HttpResponse:
    """To the tab it was pressed on, or to the entry's own page."""
    status = request.POST.get("status", "")
    if status == "entry" and request.resolver_match:
        return redirect("console_agenda_entry", request.resolver_match.kwargs["entry"])
    return redirect(f"{reverse('console_agenda')}?status={status}" if status in TABS else "console_agenda")


@console("development.clock")
@require_POST
def clock(request: HttpRequest) -> HttpResponse:
    step = STEPS.get(request.POST.get("days", ""))
    if not settings.DEVELOPMENT or step is None:
        raise Http404
    ahead = movable_clock.move(step)
    messages.success(request, _("The clock is now %(days)s days ahead.") % {"days": ahead.days})
    return redirect("console_agenda")
