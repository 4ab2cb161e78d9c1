"""The queue of withdrawals: approve, reject, pay. Each decision is a resource of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared_apps.commissions.bank_numbers import grouped
from shared_apps.commissions.cards import InBatch, NoClientAccount, OwnWithdrawal, SameApprover
from shared_apps.commissions.forms import PaymentForm, RejectionForm
from shared_apps.commissions.models import Withdrawal, WithdrawalStatus
from shared_apps.commissions.queries import count_by_status, withdrawals
from shared_apps.commissions.verbs import (
    approve_withdrawal,
    pay_withdrawal,
    reject_withdrawal,
    reveal_number,
)
from shared_apps.kernel.actor import only_oneself
from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.paging import page_of

from ..evidence import evidence_for
from ..filters import ALL, WithdrawalFilter
from ..places import person_of, shell

MOST_EXPORTED = 50_000


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Withdrawals in one state; those that wait for a decision first."""
    form = WithdrawalFilter(request.GET)
    page = page_of(form.narrow(withdrawals()), request.GET)
    context = {
        "shell": shell(),
        "page": page,
        "form": form,
        "status": form.state,
        "tabs": _tabs(request, form.state),
        "may_approve": form.state == WithdrawalStatus.REQUESTED,
        "may_pay": person_of(request).can("withdrawals.pay"),
        "key": uuid4(),
    }
    return render(request, "payouts/withdrawals.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The withdrawals of the list as it is filtered, without the numbers they are paid to."""
    heads = [_("Requested"), _("Person"), _("Pay to"), _("Amount"), _("Tax withheld"), _("Currency"),
             _("Status"), _("Paid on"), _("Bank reference"), _("Reason")]  # fmt: skip
    rows = WithdrawalFilter(request.GET).narrow(withdrawals()).order_by("-pk")[:MOST_EXPORTED]
    return csv_answer("withdrawals", heads, _cells(rows))


@require_safe
def withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One withdrawal with its history, what supports it, and what may be done with it."""
    return _show(request, _found(uuid))


@require_POST
def approval(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, person = _found(uuid), person_of(request)
    return _decide(request, found, lambda: _approve(found, person.actor))


@require_POST
def rejection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, person = _found(uuid), person_of(request)
    form = RejectionForm(request.POST)
    if not form.is_valid():
        return _show(request, found, rejection_form=form)

    def reject() -> str:
        reject_withdrawal(found, reason=form.cleaned_data["reason"], by=person.actor)
        return _("The withdrawal is rejected and the amount is available again.")

    return _decide(request, found, reject)


@require_POST
def payment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, person = _found(uuid), person_of(request)
    form = PaymentForm(request.POST)
    form.fields["reference"].required = found.method.is_bank
    if not form.is_valid():
        return _show(request, found, payment_form=form)

    def pay() -> str:
        pay_withdrawal(found, reference=form.cleaned_data["reference"], by=person.actor)
        return _("The payout is recorded.")

    return _decide(request, found, pay)


@require_POST
def destination(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The whole number of an approved withdrawal, for who types it at the bank; the look is written down."""
    found, person = _found(uuid), person_of(request)
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


def _approve(found: Withdrawal, by: Any) -> str:
    if approve_withdrawal(found, by=by):
        return _("The withdrawal is approved.")
    return _("You have agreed. Somebody else must agree as well.")


def _decide(request: HttpRequest, found: Withdrawal, act: Callable[[], str]) -> HttpResponse:
    """Do it, or say why it cannot be done."""
    try:
        messages.success(request, act())
    except IllegalMove:
        messages.warning(request, _("This withdrawal has moved on. Here is where it stands."))
    except OwnWithdrawal:
        messages.error(request, _("You cannot decide on your own withdrawal."))
    except SameApprover:
        messages.error(
            request, _("You have agreed already. The second approval must come from somebody else.")
        )
    except InBatch:
        messages.error(request, _("This withdrawal is in a payout batch. Decide on it there."))
    except NoClientAccount:
        messages.error(request, _("The person has no client account that credit could go to."))
    return redirect("office_withdrawal", found.uuid)


def _show(request: HttpRequest, found: Withdrawal, **more: Any) -> HttpResponse:
    person = person_of(request)
    context = {
        "shell": shell(),
        "withdrawal": found,
        "evidence": evidence_for(found),
        "history": history_of(found),
        "may_pay": person.can("withdrawals.pay"),
        "has_agreed": found.first_approved_by == person.actor.key,
        "is_open": found.status in (WithdrawalStatus.REQUESTED, WithdrawalStatus.APPROVED)
        and not found.batch_uuid,
        "rejection_form": RejectionForm(),
        "payment_form": PaymentForm(),
        **more,
    }
    has_errors = any(form.errors for form in (context["rejection_form"], context["payment_form"]))
    return render(request, "payouts/withdrawal.html", context, status=422 if has_errors else 200)


def _tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    counts = count_by_status()
    states = [*WithdrawalStatus.choices, (ALL, _("All"))]
    tabs = []
    for status, label in states:
        query = request.GET.copy()
        for mark in ("after", "before"):
            query.pop(mark, None)
        query["status"] = status
        count = sum(counts.values()) if status == ALL else counts.get(status, 0)
        tabs.append(
            {"label": label, "url": f"?{query.urlencode()}", "count": count, "current": status == current}
        )
    return tabs


def _cells(rows: Iterable[Withdrawal]) -> Iterator[list[object]]:
    for one in rows:
        payout = getattr(one, "payout", None)
        yield [
            one.requested_at.date().isoformat(),
            one.person_name,
            str(one.method),
            one.amount.major,
            one.withheld.major,
            one.currency,
            one.get_status_display(),
            one.paid_at.date().isoformat() if one.paid_at else "",
            payout.reference if payout else "",
            one.reason,
        ]
