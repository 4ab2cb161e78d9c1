"""The console's review of partner applications (S5.11–S5.13)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import console
from tenants.provisioning import SlugTaken

from ..forms import AcceptanceForm, RejectionForm
from ..models import PartnerApplication
from ..pages import page_of, search_of
from ..queries import application_counts, applications
from ..verbs import accept_application, reject_application

Status = PartnerApplication.Status


@console("applications.review")
@require_GET
def console_applications(request: HttpRequest) -> HttpResponse:
    """Applications by status, those that wait first."""
    wish = request.GET.get("status", Status.SUBMITTED)
    status = wish if wish in Status.values else ""
    page = page_of(request, applications(status, search_of(request)))
    context = {"page": page, "status": status, "tabs": _tabs(status)}
    return render(request, "console/applications.html", context)


@console("applications.review")
@require_GET
def console_application(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _detail(request, get_object_or_404(applications(), uuid=uuid))


@console("applications.review")
@require_POST
def console_acceptance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Accept: the company becomes a reseller. A second click meets a page that says so."""
    person: Any = request.user
    application = get_object_or_404(applications(), uuid=uuid)
    if not application.is_waiting:
        return _answered(request, application)
    form = AcceptanceForm(request.POST)
    if not form.is_valid():
        return _detail(request, application, acceptance=form, status=422)
    try:
        tenant = accept_application(application, **form.cleaned_data, by=person.actor)
    except SlugTaken:
        form.add_error("slug", _("This address is taken. Please choose another one."))
        return _detail(request, application, acceptance=form, status=422)
    except IllegalMove:
        return _answered(request, application)
    messages.success(request, _("%(company)s is a reseller now.") % {"company": application.company_name})
    return redirect("console_reseller", uuid=tenant.uuid)


@console("applications.review")
@require_POST
def console_rejection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Refuse with a reason, which goes to the applicant."""
    person: Any = request.user
    application = get_object_or_404(applications(), uuid=uuid)
    if not application.is_waiting:
        return _answered(request, application)
    form = RejectionForm(request.POST)
    if not form.is_valid():
        return _detail(request, application, rejection=form, status=422)
    try:
        reject_application(application, reason=form.cleaned_data["reason"], by=person.actor)
    except IllegalMove:
        return _answered(request, application)
    messages.success(request, _("The applicant gets your answer by mail."))
    return redirect("console_applications")


def _detail(
    request: HttpRequest,
    application: PartnerApplication,
    *,
    acceptance: AcceptanceForm | None = None,
    rejection: RejectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    wishes = {name: getattr(application, name) for name in ("slug", "language", "currency")}
    context = {
        "application": application,
        "history": history_of(application),
        "acceptance": acceptance or AcceptanceForm(initial=wishes),
        "rejection": rejection or RejectionForm(),
    }
    return render(request, "console/application.html", context, status=status)


def _answered(request: HttpRequest, application: PartnerApplication) -> HttpResponse:
    application.refresh_from_db()
    context = {"application": application, "decision": history_of(application).first()}
    return render(request, "console/application_answered.html", context, status=409)


def _tabs(current: str) -> list[dict[str, Any]]:
    counts = application_counts()
    address = reverse("console_applications")
    listed = [(value, label, counts[value]) for value, label in Status.choices]
    every = ("all", _("All"), sum(counts.values()))
    return [
        {
            "label": label,
            "url": f"{address}?status={value}",
            "count": count,
            "current": value == (current or "all"),
        }
        for value, label, count in [*listed, every]
    ]
