"""Payment configuration: where a member is paid (REQUIREMENTS S1.20, S1.21)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..bank_numbers import InvalidNumber
from ..cards import NoClientAccount, UnknownMethod
from ..forms import MethodForm
from ..models import MethodKind
from ..queries import methods_of
from ..sections import sections
from ..verbs import add_method, remove_method


@require_http_methods(["GET", "HEAD", "POST"])
def payout_methods(request: HttpRequest) -> HttpResponse:
    """The member's methods, masked, and the form that adds one."""
    person: Any = request.user
    form = MethodForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _add(form, person):
        messages.success(request, _("Your payout method is saved."))
        return redirect("affiliate_payout_methods")
    context = {
        "form": form,
        "methods": methods_of(person.uuid),
        "sections": sections("affiliate_payout_methods"),
    }
    status = 422 if form.errors else 200
    return render(request, "client/affiliate/payout_methods.html", context, status=status)


@require_POST
def payout_method_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person: Any = request.user
    try:
        remove_method(person.uuid, uuid, by=person.actor)
    except UnknownMethod:
        raise Http404 from None
    messages.success(request, _("The payout method is removed."))
    return redirect("affiliate_payout_methods")


def _add(form: MethodForm, person: Any) -> bool:
    """Whether the method was added; otherwise the form says why not."""
    typed = form.cleaned_data
    try:
        add_method(
            person.uuid, kind=typed["kind"], number=typed["number"], holder=typed["holder"], by=person.actor
        )
    except InvalidNumber:
        form.add_error("number", _refusal(typed["kind"]))
    except NoClientAccount:
        form.add_error("kind", _no_account(typed["kind"]))
    return not form.errors


def _no_account(kind: str) -> str:
    if kind == MethodKind.PREPAID:
        return _("You have no portal whose prepaid balance could grow.")
    return _("You have no client account that credit could go to.")


def _refusal(kind: str) -> str:
    if kind == MethodKind.CARD:
        return _("This is not a valid card number. Check its digits.")
    return _("This is not a valid IBAN. Check its letters and digits.")
