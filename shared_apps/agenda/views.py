"""The console's agenda: what waits, what failed and may be tried again; development's clock."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenants.access import console

from . import clock as movable_clock
from .models import Entry
from .queries import counts, entries
from .verbs import retry

PAGE = 50
STEPS = {"1": timedelta(days=1), "7": timedelta(days=7), "31": timedelta(days=31)}


@console("agenda.view")
def agenda(request: HttpRequest) -> HttpResponse:
    status = request.GET.get("status", Entry.Status.WAITING)
    if status not in Entry.Status.values:
        status = Entry.Status.WAITING
    page = Paginator(entries(status), PAGE).get_page(request.GET.get("page"))
    found = counts()
    tabs = [(value, label, getattr(found, value)) for value, label in Entry.Status.choices]
    clock_shift = movable_clock.shift() if settings.DEVELOPMENT else None
    context = {"page": page, "status": status, "tabs": tabs, "clock_shift": clock_shift, "steps": STEPS}
    return render(request, "console/agenda.html", context)


@console("agenda.view")
@require_POST
def retry_entry(request: HttpRequest, entry: int) -> HttpResponse:
    if retry(entry):
        messages.success(request, _("The entry will be tried again now."))
    else:
        messages.warning(request, _("That entry is no longer failed."))
    return redirect("console_agenda")


@console("development.clock")
@require_POST
def clock(request: HttpRequest) -> HttpResponse:
    step = STEPS.get(request.POST.get("days", ""))
    if not settings.DEVELOPMENT or step is None:
        raise Http404
    ahead = movable_clock.move(step)
    messages.success(request, _("The clock is now %(days)s days ahead.") % {"days": ahead.days})
    return redirect("console_agenda")
