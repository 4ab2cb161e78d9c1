"""The console's queue of partner applications and the page of one (S5.11)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.keyset import page_of
from tenants.access import console

from ..checks import check_list
from ..files import download
from ..journey import seen_by_reviewers
from ..models import ApplicationCheck, ApplicationFile, PartnerApplication
from ..queries import application_counts, applications
from ..queue import (
    DUE,
    HEADS,
    MOST_EXPORTED,
    TURNS,
    Wish,
    asked_for,
    cells_of,
    countries_in_queue,
    wish_of,
)
from ..review_forms import AcceptanceForm, QuestionForm, RejectionForm, wishes_of

Status = PartnerApplication.Status


@console("applications.review")
@require_GET
def console_applications(request: HttpRequest) -> HttpResponse:
    """Applications by status and filters, those that wait first."""
    wish = wish_of(request.GET)
    context = {
        "page": page_of(asked_for(wish), request.GET, order=wish.order, size=25),
        "wish": wish,
        "tabs": _tabs(wish),
        "expertises": PartnerApplication.Expertise.choices,
        "countries": countries_in_queue(),
        "turns": TURNS.items(),
        "due": DUE.items(),
    }
    return render(request, "console/applications.html", context)


@console("applications.review")
@require_GET
def console_applications_export(request: HttpRequest) -> HttpResponse:
    """The queue as it is filtered, as CSV."""
    wish = wish_of(request.GET)
    rows = asked_for(wish).order_by(wish.order, "pk")[:MOST_EXPORTED]
    return csv_answer("applications", HEADS, (cells_of(row) for row in rows))


@console("applications.review")
@require_GET
def console_application(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return detail(request, get_object_or_404(applications(), uuid=uuid))


@console("applications.review")
@require_GET
def console_paper(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A paper that came with an application."""
    return download(get_object_or_404(ApplicationFile.objects.exclude(application=None), uuid=uuid))


def detail(
    request: HttpRequest,
    application: PartnerApplication,
    *,
    acceptance: AcceptanceForm | None = None,
    rejection: RejectionForm | None = None,
    question: QuestionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one application with the forms that answer it."""
    context: dict[str, Any] = {
        "application": application,
        "said": application.messages.prefetch_related("files"),
        "papers": application.files.filter(message=None).defer("content"),
        "checks": check_list(application),
        "findings": ApplicationCheck.Finding.choices,
        "journey": seen_by_reviewers(application),
        "earlier": _earlier(application),
    }
    if application.is_waiting:
        context |= {
            "acceptance": acceptance or AcceptanceForm(initial=wishes_of(application)),
            "rejection": rejection or RejectionForm(),
            "question": question or QuestionForm(),
        }
    return render(request, "console/application.html", context, status=status)


def _earlier(application: PartnerApplication) -> Any:
    mine = applications().filter(applicant_uuid=application.applicant_uuid)
    return mine.exclude(pk=application.pk).order_by("-submitted_at")[:10]


def _tabs(wish: Wish) -> list[dict[str, Any]]:
    counts = application_counts()
    address = reverse("console_applications")
    listed = [(value, label, counts[value]) for value, label in Status.choices]
    every = ("all", _("All"), sum(counts.values()))
    return [
        {
            "label": label,
            "url": f"{address}?status={value}",
            "count": count,
            "current": value == (wish.status or "all"),
        }
        for value, label, count in [*listed, every]
    ]
