"""The console's first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shared_apps.reports.alarms import alarms
from shared_apps.reports.dashboard import month_figures
from tenants.access import console

from ..models import PartnerApplication
from ..queries import applications, figures, resellers
from ..requests import waiting_requests

_SHOWN = 6


@console("console.view")
@require_GET
def console_home(request: HttpRequest) -> HttpResponse:
    """How the programme stands: figures, applications that wait, newest resellers."""
    person: Any = request.user
    may_review = person.can("applications.review")
    waiting = applications(PartnerApplication.Status.SUBMITTED)[:_SHOWN] if may_review else []
    newest = resellers()[:_SHOWN] if person.can("tenants.view") else []
    asked = waiting_requests()[:_SHOWN] if person.can("requests.review") else []
    context = {
        "figures": figures(),
        "waiting": waiting,
        "newest": newest,
        "may_review": may_review,
        "money": month_figures() if person.can("reports.view") else [],
        "alarms": list(alarms()) if person.can("isolation.view") else [],
        "asked": asked,
    }
    return render(request, "console/home.html", context)
