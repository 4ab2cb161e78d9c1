"""The console's proofs: what was tried between two tenants, and what came of it."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared_apps.agenda.door import schedule
from shared_apps.reports.proofs import ledger_proofs
from tenants.access import console
from tenants.context import acting_on_shared_data

from ..queries import last_result, newest_runs, run_under_way


@console("isolation.view")
@require_safe
def proofs(request: HttpRequest) -> HttpResponse:
    """The newest runs of both proofs; what was found by those that did not hold."""
    runs = list(newest_runs())
    context = {"runs": runs, "last": last_result(), "running": run_under_way(), **ledger_proofs()}
    return render(request, "console/proofs/proofs.html", context)


@console("isolation.view")
@require_safe
def proof_state(request: HttpRequest) -> HttpResponse:
    """How far the run is; the page asks again until it is over, and is then read anew."""
    running = run_under_way()
    response = render(request, "console/proofs/_state.html", {"running": running})
    if running is None:
        response["HX-Refresh"] = "true"
    return response


@console("isolation.view")
@require_POST
def proof_start(request: HttpRequest) -> HttpResponse:
    """Have the proof run now: it takes minutes, so the agenda does it."""
    if run_under_way():
        messages.info(request, _("A proof is under way."))
    else:
        with acting_on_shared_data():
            schedule("isolation.prove", {}, key=f"asked:{uuid4()}")
        messages.success(request, _("The proof begins in a moment."))
    return redirect("console_proofs")
