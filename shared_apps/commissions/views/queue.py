"""The queue of withdrawals: approve, reject, pay. Each decision is a resource of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared_apps.kernel.actor import only_oneself
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.paging import page_of
from tenants.access import office

from ..bank_numbers import grouped
from ..cards import OwnWithdrawal
from ..forms import PaymentForm, RejectionForm
from ..models import Withdrawal, WithdrawalStatus
from ..queries import count_by_status, withdrawals
from ..verbs import approve_withdrawal, pay_withdrawal, reject_withdrawal, reveal_number

OPEN = (WithdrawalStatus.REQUESTED, WithdrawalStatus.APPROVED)


@office("withdrawals.approve")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Withdrawals in one state; those that wait for a decision first."""
    status = request.GET.get("status", WithdrawalStatus.REQUESTED)
    if status not in WithdrawalStatus.values:
        status = WithdrawalStatus.REQUESTED
    page = page_of(withdrawals().filter(status=status), request.GET)
    return render(
        request, "office/affiliates/withdrawals.html", {"page": page, "status": status, "tabs": _tabs(status)}
    )


@office("withdrawals.approve")
@require_safe
def withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One withdrawal with its history and what may be done with it."""
    return _show(request, _found(uuid))


@office("withdrawals.approve")
@require_POST
def approval(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, person = _found(uuid), _person(request)
    return _decide(
        request, found, lambda: approve_withdrawal(found, by=person.actor), _("The withdrawal is approved.")
    )


@office("withdrawals.approve")
@require_POST
def rejection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, person = _found(uuid), _person(request)
    form = RejectionForm(request.POST)
    if not form.is_valid():
        return _show(request, found, rejection_form=form)
    reason = form.cleaned_data["reason"]
    return _decide(
        request,
        found,
        lambda: reject_withdrawal(found, reason=reason, by=person.actor),
        _("The withdrawal is rejected and the amount is available again."),
    )


@office("withdrawals.pay")
@require_POST
def payment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, person = _found(uuid), _person(request)
    form = PaymentForm(request.POST)
    form.fields["reference"].required = found.method.is_bank
    if not form.is_valid():
        return _show(request, found, payment_form=form)
    reference = form.cleaned_data["reference"]
    return _decide(
        request,
        found,
        lambda: pay_withdrawal(found, reference=reference, by=person.actor),
        _("The payout is recorded."),
    )


@office("withdrawals.pay")
@require_POST
def destination(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The whole number of an approved withdrawal, for who types it at the bank; the look is written down."""
    found, person = _found(uuid), _person(request)
    only_oneself(person.actor)
    if found.status != WithdrawalStatus.APPROVED:
        raise PermissionDenied
    number = reveal_number(found.method, by=person.actor, reason=f"withdrawal {found.uuid}")
    return _show(request, found, number=grouped(number))


def _found(uuid: UUID) -> Withdrawal:
    found = withdrawals().filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest) -> Any:
    return request.user


def _decide(request: HttpRequest, found: Withdrawal, act: Callable[[], Any], done: str) -> HttpResponse:
    """Do it, or say that somebody was first or that it is the person's own."""
    try:
        act()
    except IllegalMove:
        messages.warning(request, _("This withdrawal has moved on. Here is where it stands."))
    except OwnWithdrawal:
        messages.error(request, _("You cannot decide on your own withdrawal."))
    else:
        messages.success(request, done)
    return redirect("office_withdrawal", found.uuid)


def _show(request: HttpRequest, found: Withdrawal, **more: Any) -> HttpResponse:
    person = _person(request)
    context = {
        "withdrawal": found,
        "history": history_of(found),
        "may_pay": person.can("withdrawals.pay"),
        "is_open": found.status in OPEN,
        "rejection_form": RejectionForm(),
        "payment_form": PaymentForm(),
        **more,
    }
    has_errors = any(form.errors for form in (context["rejection_form"], context["payment_form"]))
    return render(request, "office/affiliates/withdrawal.html", context, status=422 if has_errors else 200)


def _tabs(current: str) -> list[dict[str, Any]]:
    counts = count_by_status()
    url = reverse("office_withdrawals")
    return [
        {
            "label": label,
            "url": f"{url}?status={status}",
            "count": counts.get(status, 0),
            "current": status == current,
        }
        for status, label in WithdrawalStatus.choices
    ]
