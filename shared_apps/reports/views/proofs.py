"""Have the ledger proved now, and see how far that is; the page of all proofs is `isolation`'s."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared_apps.agenda.door import schedule
from tenants.access import console
from tenants.context import acting_on_shared_data

from ..alarms import proof_under_way


@console("isolation.view")
@require_POST
def ledger_proof_start(request: HttpRequest) -> HttpResponse:
    """The agenda does it: it reads every entry there is."""
    if proof_under_way():
        messages.info(request, _("A proof is under way."))
    else:
        with acting_on_shared_data():
            schedule("reports.prove_ledger", {}, key=f"asked:{uuid4()}")
        messages.success(request, _("The proof begins in a moment."))
    return redirect("console_proofs")


@console("isolation.view")
@require_safe
def ledger_proof_state(request: HttpRequest) -> HttpResponse:
    """How far the run is; the page asks again until it is over, and is then read anew."""
    running = proof_under_way()
    response = render(request, "console/proofs/_ledger_state.html", {"ledger_running": running})
    if running is None:
        response["HX-Refresh"] = "true"
    return response
