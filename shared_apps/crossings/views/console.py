"""The operator's staff enter a reseller's office, and see who is inside where (REQUIREMENTS S5.24, S5.36)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.access import console
from tenants.models import Tenant

from ..answering import end_and_say
from ..cards import ConsentRefused, Kind, NotReady, Party, Wish
from ..commanding import run
from ..forms import EntryForm
from ..handover import hand_over
from ..listing import export, listed, steps_page
from ..queries import crossings, unfinished_by
from ..verbs import consent_of
from ..visits import enter


@console("tenants.act_for")
@require_http_methods(["GET", "POST"])
def console_entry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Whom to act for in this office, and why; then over to it."""
    person: Any = request.user
    tenant = get_object_or_404(Tenant, uuid=uuid, kind=Tenant.Kind.RESELLER, status=Tenant.Status.LIVE)
    reason = request.POST.get("reason") or "Choose whom to act for."
    staff = run("accounts.list_staff", tenant.record, by=person.actor, reason=reason[:500], arguments={})[
        "people"
    ]
    form = EntryForm(request.POST or None, people=[(each["uuid"], each["name"]) for each in staff])
    consent = consent_of(tenant.record)
    if request.method == "POST" and form.is_valid():
        return _enter(
            request, tenant, form.cleaned_data, {each["uuid"]: each["name"] for each in staff}, consent
        )
    mine = unfinished_by(person.uuid).filter(to_tenant=tenant)[:5]
    context = {"tenant": tenant, "form": form, "consent": consent, "mine": mine, "people": staff}
    return render(request, "console/crossings/entry.html", context)


@console("tenants.act_for")
@require_POST
def console_crossing_start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin a crossing that was allowed."""
    person: Any = request.user
    crossing = get_object_or_404(
        crossings(), uuid=uuid, from_person_uuid=person.uuid, kind=Kind.CONSOLE_OFFICE
    )
    back = reverse("console_entry", args=[crossing.to_tenant.uuid])
    try:
        return hand_over(request, crossing, by=person.actor, waiting_url=back)
    except NotReady:
        messages.warning(request, _("This request is over. Ask again."))
        return redirect(back)


@console("crossings.view")
@require_GET
def console_crossings(request: HttpRequest) -> HttpResponse:
    """Every visit: who is inside now, and all there have been."""
    return render(request, "console/crossings/list.html", listed(request, crossings()))


@console("crossings.view")
@require_GET
def console_crossings_export(request: HttpRequest) -> HttpResponse:
    return export(request, crossings())


@console("crossings.view")
@require_GET
def console_crossing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    crossing = get_object_or_404(crossings(), uuid=uuid)
    context = {"crossing": crossing, "steps": steps_page(request, crossing)}
    return render(request, "console/crossings/detail.html", context)


@console("crossings.view")
@require_POST
def console_crossing_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End it now, whoever is inside."""
    end_and_say(request, get_object_or_404(crossings(), uuid=uuid))
    return redirect("console_crossings")


def _enter(
    request: HttpRequest, tenant: Tenant, typed: dict[str, Any], names: dict[str, str], consent: str
) -> HttpResponse:
    person: Any = request.user
    back = reverse("console_entry", args=[tenant.uuid])
    wish = Wish(
        kind=Kind.CONSOLE_OFFICE,
        source=Party(request.tenant, person.uuid, str(person)),  # type: ignore[attr-defined]
        target=Party(tenant.record, UUID(typed["whom"]), names[typed["whom"]]),
        reason=typed["reason"],
        mode=typed["mode"],
        ticket=typed["ticket"],
        return_path=reverse("console_reseller", args=[tenant.uuid]),
    )
    try:
        return enter(request, wish, consent=consent, by=person.actor, waiting_url=back)
    except ConsentRefused:
        messages.error(request, _("They have decided that nobody may enter."))
        return redirect(back)
