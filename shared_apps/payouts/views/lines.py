"""One line of a batch: its number, and what became of it, by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared_apps.commissions.bank_numbers import grouped
from shared_apps.commissions.cards import OwnWithdrawal
from shared_apps.commissions.verbs import reveal_number
from shared_apps.kernel.actor import only_oneself

from ..errors import BatchMovedOn
from ..forms import ReasonForm, ReferenceForm
from ..models import BatchLine, LineStatus
from ..places import found_batch, found_line, person_of, shell
from ..verbs import pay_line, release_line, return_line


@require_safe
def batch_line(request: HttpRequest, uuid: UUID, line: UUID) -> HttpResponse:
    """One line with what may be done with it."""
    return _show(request, _found(uuid, line))


@require_POST
def line_destination(request: HttpRequest, uuid: UUID, line: UUID) -> HttpResponse:
    """The whole number of a line that waits, for who types it at the bank; the look is written down."""
    found, person = _found(uuid, line), person_of(request)
    only_oneself(person.actor)
    if found.status != LineStatus.WAITING:
        raise PermissionDenied
    number = reveal_number(found.withdrawal.method, by=person.actor, reason=f"batch line {found.code}")
    return _show(request, found, number=grouped(number))


@require_POST
def line_payment(request: HttpRequest, uuid: UUID, line: UUID) -> HttpResponse:
    found, person = _found(uuid, line), person_of(request)
    form = ReferenceForm(request.POST)
    if not form.is_valid():
        return _show(request, found, payment_form=form)
    reference = form.cleaned_data["reference"]
    return _settle(request, found, lambda: pay_line(found, reference=reference, by=person.actor))


@require_POST
def line_return(request: HttpRequest, uuid: UUID, line: UUID) -> HttpResponse:
    found, person = _found(uuid, line), person_of(request)
    form = ReasonForm(request.POST, prefix="return")
    if not form.is_valid():
        return _show(request, found, return_form=form)
    reason = form.cleaned_data["reason"]
    return _settle(request, found, lambda: return_line(found, reason=reason, by=person.actor))


@require_POST
def line_release(request: HttpRequest, uuid: UUID, line: UUID) -> HttpResponse:
    found, person = _found(uuid, line), person_of(request)
    form = ReasonForm(request.POST, prefix="release")
    if not form.is_valid():
        return _show(request, found, release_form=form)
    reason = form.cleaned_data["reason"]
    return _settle(request, found, lambda: release_line(found, reason=reason, by=person.actor))


def _found(uuid: UUID, line: UUID) -> BatchLine:
    return found_line(found_batch(uuid), line)


def _settle(request: HttpRequest, line: BatchLine, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except BatchMovedOn:
        messages.warning(request, _("This line has moved on. Here is where it stands."))
    except OwnWithdrawal:
        messages.error(request, _("You cannot decide on your own withdrawal."))
    else:
        messages.success(request, _("Saved."))
    return redirect("office_payout_batch", line.batch.uuid)


def _show(request: HttpRequest, line: BatchLine, **more: Any) -> HttpResponse:
    forms = {
        "payment_form": ReferenceForm(),
        "return_form": ReasonForm(prefix="return"),
        "release_form": ReasonForm(prefix="release"),
    }
    context = {"shell": shell(), "line": line, "batch": line.batch, **forms, **more}
    has_errors = any(context[name].errors for name in forms)
    return render(request, "payouts/line.html", context, status=422 if has_errors else 200)
