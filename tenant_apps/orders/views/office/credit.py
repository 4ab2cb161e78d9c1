"""Account credit of a client, given and taken back by staff."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenant_apps.clients.models import Client
from tenant_apps.clients.people import person_of
from tenants.access import office

from ...credit_lines import credit_lines
from ...errors import CreditTooLarge
from ...forms import CreditForm
from ...verbs import add_credit


@office("payments.approve")
@require_http_methods(["GET", "POST"])
def office_client_credit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the client has, what it came of, and a form to change it."""
    client = get_object_or_404(Client, uuid=uuid)
    form = CreditForm(request.POST or None, currency=client.currency)
    if request.method == "POST" and form.is_valid() and _changed(request, client, form):
        messages.success(request, _("The account credit is changed."))
        return redirect("office_client_credit", uuid)
    balance, lines = credit_lines(client)
    context = {"client": client, "form": form, "balance": balance, "lines": lines}
    return render(request, "office/clients/credit.html", context)


def _changed(request: HttpRequest, client: Client, form: CreditForm) -> bool:
    wish = form.cleaned_data
    by = person_of(request).actor
    try:
        add_credit(client, form.change, reason=wish["reason"], key=wish["key"], by=by)
    except CreditTooLarge:
        form.add_error("amount", _("There is less account credit than that."))
        return False
    return True
