"""What the owner reads and decides: who may enter the office, who was in it, who acted for clients."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.access import office
from tenants.context import current_tenant

from ..answering import answer_and_say, end_and_say
from ..cards import Kind
from ..forms import ConsentForm
from ..listing import export, listed, steps_page
from ..models import Crossing
from ..queries import asked, crossings_into
from ..verbs import consent_of, set_consent


@office("access.view")
@require_http_methods(["GET", "POST"])
def office_access(request: HttpRequest) -> HttpResponse:
    """The setting, what waits for an answer, who is inside, and the log."""
    person: Any = request.user
    tenant = current_tenant()
    form = ConsentForm(request.POST or None, initial={"choice": consent_of(tenant)})
    if request.method == "POST" and form.is_valid():
        set_consent(tenant, form.cleaned_data["choice"], by=person.actor)
        messages.success(request, _("The changes are saved."))
        return redirect("office_access")
    found = crossings_into(tenant)
    waiting = asked(found).filter(kind=Kind.CONSOLE_OFFICE).order_by("asked_at")[:20]
    context = {"form": form, "waiting": waiting, **listed(request, found)}
    return render(request, "office/crossings/access.html", context)


@office("access.view")
@require_GET
def office_access_export(request: HttpRequest) -> HttpResponse:
    return export(request, crossings_into(current_tenant()))


@office("access.view")
@require_GET
def office_crossing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    crossing = _found(uuid)
    context = {"crossing": crossing, "steps": steps_page(request, crossing)}
    return render(request, "office/crossings/detail.html", context)


@office("access.view")
@require_POST
def office_crossing_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End it now, whoever is inside."""
    end_and_say(request, _found(uuid))
    return redirect("office_access")


@office("access.view")
@require_POST
def office_crossing_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let the platform's staff in, or not."""
    crossing = get_object_or_404(crossings_into(current_tenant()), uuid=uuid, kind=Kind.CONSOLE_OFFICE)
    answer_and_say(request, crossing)
    return redirect("office_access")


def _found(uuid: UUID) -> Crossing:
    return get_object_or_404(crossings_into(current_tenant()), uuid=uuid)
