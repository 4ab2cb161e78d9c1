"""The console's review of requests for extra services (REQUIREMENTS S4.13–S4.19)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.cells import csv_answer
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.paging import page_of
from shared_apps.settlement import door as settlement
from shared_apps.settlement.errors import BillNotOpen
from tenants.access import console

from ..guidelines import account_answers, answers_by_line, checks_of
from ..models import ExtraService, RequestLine, ServiceRequest
from ..pages import search_of
from ..request_forms import ApprovalForm, MessageForm, RequestRejectionForm, WorkForm, checks_typed
from ..request_mails import total_of
from ..requests import counts, found_requests, items_asked_for, requests, work_waiting
from ..verbs import (
    NeedsMissing,
    NothingApproved,
    Verdict,
    WorkDone,
    approve_request,
    ask,
    check,
    finish_work,
    reject_request,
    withdraw_request,
)

Status = ServiceRequest.Status


@console("requests.review")
@require_GET
def console_requests(request: HttpRequest) -> HttpResponse:
    """Requests by status, searched and filtered; those that wait for review begin with the one due first."""
    status = request.GET.get("status", Status.SUBMITTED)
    order, rises = ("answer_due_at", True) if status == Status.SUBMITTED else ("pk", False)
    page = page_of(_wished(request, status), request.GET, order=order, rises=rises)
    context = {
        "page": page,
        "rows": [(one, total_of(list(one.lines.all()), one.currency)) for one in page.rows],
        "tabs": _tabs(status),
        "status": status,
        "items": items_asked_for(),
        "query": request.GET,
    }
    return render(request, "console/requests/list.html", context)


@console("requests.review")
@require_GET
def console_requests_export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, for a spreadsheet."""
    heads = [_("Number"), _("Reseller"), _("Status"), _("Services"), _("Currency"), _("Total"), _("Sent"),
             _("Due"), _("Decided")]  # fmt: skip
    found = _wished(request, request.GET.get("status", Status.SUBMITTED)).order_by("-pk")
    return csv_answer("service-requests", heads, map(_cells, found.iterator(chunk_size=500)))


@console("requests.review")
@require_GET
def console_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _request(uuid))


@console("requests.review")
@require_POST
def console_request_checks(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep the answers of the check list."""
    try:
        check(_request(uuid), checks_typed(request.POST), by=_actor(request))
    except IllegalMove:
        return _decided(request, uuid)
    messages.success(request, _("The check list is saved."))
    return redirect("console_request", uuid)


@console("requests.review")
@require_POST
def console_request_question(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask the reseller for more (S4.15)."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, _request(uuid), question=form)
    ask(_request(uuid), form.cleaned_data["body"], by=_actor(request))
    messages.success(request, _("Your message is sent."))
    return redirect("console_request", uuid)


@console("requests.review")
@require_POST
def console_request_approval(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Approve all of it or a part; the bill goes out at once (S4.18, S4.19)."""
    asked = _request(uuid)
    form = ApprovalForm(request.POST, lines=list(asked.lines.all()))
    if form.is_valid():
        verdict = Verdict(form.refused, form.cleaned_data["next_steps"])
        try:
            approve_request(asked, verdict, by=_actor(request))
        except IllegalMove:
            return _decided(request, uuid)
        except NothingApproved:
            form.add_error(None, _("Nothing is ticked: reject the request instead."))
        except NeedsMissing as refusal:
            names = ", ".join(map(str, refusal.items))
            form.add_error(None, _("What you approve needs this too: %(items)s.") % {"items": names})
        else:
            messages.success(request, _("The request is approved. The reseller gets a mail with how to pay."))
            return redirect("console_request", uuid)
    return _page(request, _request(uuid), approval=form)


@console("requests.review")
@require_POST
def console_request_rejection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Refuse it, with reasons and next steps (S4.16, S4.17)."""
    form = RequestRejectionForm(request.POST)
    if not form.is_valid():
        return _page(request, _request(uuid), rejection=form)
    try:
        reject_request(_request(uuid), **form.cleaned_data, by=_actor(request))
    except IllegalMove:
        return _decided(request, uuid)
    messages.success(request, _("The request is rejected. The reseller gets your answer by mail."))
    return redirect("console_requests")


@console("requests.review")
@require_POST
def console_request_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take an approval back while it is not paid: its bill is void."""
    try:
        withdraw_request(_request(uuid), by=_actor(request))
    except (IllegalMove, BillNotOpen):
        return _decided(request, uuid)
    messages.success(request, _("The request is withdrawn."))
    return redirect("console_request", uuid)


@console("requests.review")
@require_GET
def console_store_work(request: HttpRequest) -> HttpResponse:
    """What our team has to do for resellers, paid longest ago first."""
    page = page_of(work_waiting(), request.GET, order="starts_at", rises=True)
    context = {"page": page, "tabs": _tabs("work"), "form": WorkForm()}
    return render(request, "console/requests/work.html", context)


@console("requests.review")
@require_POST
def console_store_work_done(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is done; the reseller is told."""
    extra = get_object_or_404(ExtraService.objects.exclude(work=""), uuid=uuid)
    form = WorkForm(request.POST)
    try:
        note = form.cleaned_data["note"] if form.is_valid() else ""
        finish_work(extra, note=note, by=_actor(request))
    except WorkDone:
        messages.warning(request, _("This was done already."))
    else:
        messages.success(request, _("It is marked as done. The reseller gets a mail."))
    return redirect("console_store_work")


def _page(request: HttpRequest, asked: ServiceRequest, **forms: Any) -> HttpResponse:
    lines: list[RequestLine] = list(asked.lines.all())
    context = {
        "wanted": asked,
        "lines": answers_by_line(asked, lines),
        "account": account_answers(asked.tenant),
        "checks": checks_of(asked, lines),
        "total": total_of(lines, asked.currency),
        "said": asked.messages.all(),
        "bill": settlement.bill_card(asked.bill_uuid) if asked.bill_uuid else None,
        "history": history_of(asked)[:50],
        "question": MessageForm(),
        "approval": ApprovalForm(lines=lines),
        "rejection": RequestRejectionForm(),
        **forms,
    }
    return render(request, "console/requests/detail.html", context, status=422 if forms else 200)


def _decided(request: HttpRequest, uuid: UUID) -> HttpResponse:
    messages.warning(request, _("This request was decided meanwhile."))
    return redirect("console_request", uuid)


def _wished(request: HttpRequest, status: str) -> Any:
    query = request.GET
    return found_requests(
        status=status,
        item=query.get("item", "").replace("\x00", "")[:64],
        late=bool(query.get("late")),
        search=search_of(request),
    )


def _tabs(current: str) -> list[dict[str, Any]]:
    numbers, address = counts(), reverse("console_requests")
    own = [
        {
            "label": label,
            "url": f"{address}?status={value}",
            "count": numbers[value],
            "current": value == current,
        }
        for value, label in Status.choices
    ]
    known = {*Status.values, "work"}
    work = {"label": _("Work to do"), "url": reverse("console_store_work"), "count": work_waiting().count(),
            "current": current == "work"}  # fmt: skip
    every = {"label": _("All"), "url": f"{address}?status=all", "count": sum(numbers.values()),
             "current": current not in known}  # fmt: skip
    return [*own, every, work]


def _cells(one: ServiceRequest) -> list[object]:
    lines = list(one.lines.all())
    return [
        one.number,
        one.tenant.name,
        one.get_status_display(),
        ", ".join(f"{line} × {line.quantity}" for line in lines),
        one.currency,
        total_of(lines, one.currency).major,
        one.submitted_at.date().isoformat(),
        one.answer_due_at.date().isoformat(),
        one.decided_at.date().isoformat() if one.decided_at else "",
    ]


def _request(uuid: UUID) -> ServiceRequest:
    return get_object_or_404(requests(), uuid=uuid)


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
