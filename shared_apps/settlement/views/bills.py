"""Bills in the console: all of them, one, a new one; recorded as paid, voided (REQUIREMENTS S4.19)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branding.documents.handing import hand_out
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.money import Money
from shared_apps.kernel.sheets import table_answer
from shared_apps.payments import door as payments
from tenants.access import console

from ..documents import paper_pdf
from ..errors import BillNotOpen
from ..filters import BillFilter
from ..forms import HandForm, NewBillForm
from ..models import Bill, Transfer
from ..queries import open_payments_of
from ..verbs import issue_bill, void_bill
from ..verbs.paying import record_by_hand
from ..words import bill_cells, bill_heads

SHELL = "shells/console.html"


@console("bills.view")
@require_GET
def console_bills(request: HttpRequest) -> HttpResponse:
    """Every bill, newest first, with what is open and overdue in each currency."""
    narrowed = BillFilter.read(request.GET)
    rows = narrowed.of(_all())
    context = {
        "page": page_of(rows, request.GET, order="-issued_at"),
        "filter": narrowed,
        "figures": _figures(),
        "may_edit": _person(request).can("bills.edit"),
    }
    return render(request, "console/bills/list.html", context)


@console("bills.view")
@require_GET
def console_bills_sheet(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    rows = BillFilter.read(request.GET).of(_all()).order_by("-pk")
    cells = (bill_cells(bill) for bill in rows.iterator(2000))
    return table_answer(request.GET.get("form", "csv"), "bills", bill_heads(), cells)


@console("bills.view")
@require_GET
def console_bill(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One bill with its payments and its history."""
    return _page(request, _bill(uuid))


@console("bills.view")
@require_GET
def console_bill_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One bill as PDF."""
    bill = _bill(uuid)
    return hand_out(request, bill.number, lambda language: paper_pdf(bill, language), shell=SHELL)


@console("bills.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def console_new_bill(request: HttpRequest) -> HttpResponse:
    """Bill a reseller for something else."""
    form = NewBillForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        card = issue_bill(form.draft, by=_actor(request))
        messages.success(request, _("Bill %(number)s is issued.") % {"number": card.number})
        return redirect("console_bill", card.uuid)
    return render(request, "console/bills/new.html", {"form": form}, status=422 if form.errors else 200)


@console("bills.edit")
@require_POST
def console_bill_payment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Money has come for it by another way."""
    bill = _bill(uuid)
    form = HandForm(request.POST)
    if not form.is_valid():
        return _page(request, bill, form=form)
    obstacles: dict[type[Exception], str] = {
        BillNotOpen: _("This bill is not open any more."),
        payments.AlreadyPaid: _("This bill is paid already."),
        payments.ReferenceUsed: _("A payment with this reference is written down already."),
        payments.PaymentUnderReview: _("An earlier payment is being checked."),
    }
    try:
        record_by_hand(bill, **form.cleaned_data, by=_actor(request))
    except tuple(obstacles) as obstacle:
        messages.warning(request, obstacles[type(obstacle)])
    else:
        messages.success(request, _("The payment is recorded."))
    return redirect("console_bill", uuid)


@console("bills.edit")
@require_POST
def console_bill_void(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Nothing is to be paid for it any more."""
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:200]
    if not reason:
        messages.error(request, _("Give a reason."))
        return redirect("console_bill", uuid)
    try:
        void_bill(_bill(uuid).uuid, reason, by=_actor(request))
    except BillNotOpen:
        messages.warning(request, _("This bill is not open any more."))
    else:
        messages.success(request, _("The bill is void."))
    return redirect("console_bill", uuid)


def _page(request: HttpRequest, bill: Bill, form: HandForm | None = None) -> HttpResponse:
    context = {
        "bill": bill,
        "lines": bill.lines.all(),
        "transfer": Transfer.objects.filter(bill=bill).first(),
        "payments": open_payments_of(bill.tenant, bill.uuid),
        "history": history_of(bill)[:30],
        "form": form or HandForm(),
        "may_edit": _person(request).can("bills.edit"),
    }
    return render(request, "console/bills/bill.html", context, status=422 if form else 200)


def _figures() -> list[tuple[str, Money, int, Money, int]]:
    """For each currency: what is open and how many, what of it is overdue and how many. Two queries."""
    opened = _all().filter(status=Bill.Status.OPEN).order_by()
    late = {
        currency: (minor, count) for currency, minor, count in _by_currency(opened.filter(due_at__lt=now()))
    }
    return [
        (currency, Money(minor, currency), count, Money(late.get(currency, (0, 0))[0], currency),
         late.get(currency, (0, 0))[1])
        for currency, minor, count in _by_currency(opened)
    ]  # fmt: skip


def _by_currency(bills: QuerySet[Bill]) -> list[tuple[str, int, int]]:
    found = bills.values_list("currency").annotate(minor=Sum("total_minor"), count=Count("pk"))
    return [(currency, int(minor), count) for currency, minor, count in found.order_by("currency")]


def _all() -> QuerySet[Bill]:
    return Bill.objects.filter(tenant__is_probe=False).select_related("tenant")


def _bill(uuid: UUID) -> Bill:
    return get_object_or_404(_all(), uuid=uuid)


def _person(request: HttpRequest) -> Any:
    return request.user


def _actor(request: HttpRequest) -> Actor:
    found: Actor = _person(request).actor
    return found
