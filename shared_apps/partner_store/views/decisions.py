"""What reviewers do with an application: ask, check, accept, reject (S5.11–S5.13)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shared_apps.catalog.door import UnknownProduct, UnknownTier
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import console
from tenants.provisioning import SlugTaken

from ..checks import check_list
from ..models import ApplicationCheck, PartnerApplication
from ..queries import applications
from ..review_forms import AcceptanceForm, CheckForm, QuestionForm, RejectionForm
from ..verbs import accept_application, ask_applicant, note_check, reject_application
from .applications import detail


@console("applications.review")
@require_POST
def console_acceptance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Accept: the company becomes a reseller. A second click meets a page that says so."""
    application = get_object_or_404(applications(), uuid=uuid)
    if not application.is_waiting:
        return _answered(request, application)
    form = AcceptanceForm(request.POST)
    if not form.is_valid():
        return detail(request, application, acceptance=form, status=422)
    try:
        tenant = accept_application(application, **form.cleaned_data, by=_actor(request))
    except SlugTaken:
        form.add_error("slug", _("This address is taken. Please choose another one."))
    except UnknownTier:
        form.add_error("tier", _("This tier is not offered any more."))
    except UnknownProduct:
        form.add_error("products", _("One of these products is gone."))
    except IllegalMove:
        return _answered(request, application)
    else:
        company = {"company": application.company_name}
        messages.success(request, _("%(company)s is a reseller now.") % company)
        return redirect("console_reseller", uuid=tenant.uuid)
    return detail(request, application, acceptance=form, status=422)


@console("applications.review")
@require_POST
def console_rejection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Refuse with a reason, which goes to the applicant."""
    application = get_object_or_404(applications(), uuid=uuid)
    if not application.is_waiting:
        return _answered(request, application)
    form = RejectionForm(request.POST)
    if not form.is_valid():
        return detail(request, application, rejection=form, status=422)
    try:
        reject_application(application, **form.answer, by=_actor(request))
    except IllegalMove:
        return _answered(request, application)
    messages.success(request, _("The applicant gets your answer by mail."))
    return redirect("console_applications")


@console("applications.review")
@require_POST
def console_question(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask the applicant something."""
    application = get_object_or_404(applications(), uuid=uuid)
    if not application.is_waiting:
        return _answered(request, application)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return detail(request, application, question=form, status=422)
    text, key = form.said
    try:
        ask_applicant(application, text=text, key=key, by=_actor(request))
    except IllegalMove:
        return _answered(request, application)
    messages.success(request, _("Your question is on its way to the applicant."))
    return redirect("console_application", uuid=application.uuid)


@console("applications.review")
@require_POST
def console_check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write down what was found about one point of the check list."""
    application = get_object_or_404(applications(), uuid=uuid)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    try:
        note_check(application, form.cleaned_data.pop("point"), **form.cleaned_data, by=_actor(request))
    except IllegalMove:
        return _answered(request, application)
    if request.headers.get("HX-Request"):
        context = {
            "application": application,
            "checks": check_list(application),
            "findings": ApplicationCheck.Finding.choices,
        }
        return render(request, "console/_checks.html", context)
    return redirect("console_application", uuid=application.uuid)


def _answered(request: HttpRequest, application: PartnerApplication) -> HttpResponse:
    application.refresh_from_db()
    decision = history_of(application).filter(verb__startswith="become").first()
    context = {"application": application, "decision": decision}
    return render(request, "console/application_answered.html", context, status=409)


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
