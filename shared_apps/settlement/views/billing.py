"""The reseller's account with the operator: its bills, its payments, its report (REQUIREMENTS S5.45)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from branding.documents.handing import hand_out
from branding.forms import DateInput
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.money import Money
from shared_apps.kernel.sheets import table_answer
from tenants.access import office
from tenants.context import current_tenant

from ..documents import paper_pdf, receipt_pdf
from ..errors import UnknownBill
from ..filters import BillFilter, TransferFilter
from ..forms import TopUpForm
from ..models import Bill, Transfer
from ..owed import owed_by
from ..queries import (
    bills_of,
    funds_of,
    open_payments_of,
    standings_of,
    statements_of,
    terms_of,
    transfers_of,
)
from ..verbs.paying import ways_to_pay
from ..words import bill_cells, bill_heads, report_cells, report_heads

SHELL = "shells/office.html"


@office("billing_account.view")
@require_GET
def office_billing_account(request: HttpRequest) -> HttpResponse:
    """What is to be paid first, then every bill."""
    tenant = current_tenant()
    narrowed = BillFilter.read(request.GET)
    mine = bills_of(tenant.id)
    context = {
        "open_bills": mine.filter(status=Bill.Status.OPEN).order_by("due_at"),
        "open_statements": statements_of(tenant.id).filter(status="open").order_by("due_at"),
        "standings": standings_of(tenant.id),
        "terms": terms_of(tenant.id),
        "page": page_of(narrowed.of(mine), request.GET, order="-issued_at"),
        "filter": narrowed,
        "top_up_form": TopUpForm(currency=tenant.currency),
    }
    return render(request, "office/billing/account.html", context)


@office("billing_account.view")
@require_GET
def office_bills_sheet(request: HttpRequest) -> HttpResponse:
    """The bills for a spreadsheet."""
    rows = BillFilter.read(request.GET).of(bills_of(current_tenant().id)).select_related("tenant")
    form = request.GET.get("form", "csv")
    return table_answer(form, "bills", bill_heads(), (bill_cells(bill) for bill in rows.iterator(2000)))


@office("billing_account.view")
@require_GET
def office_bill(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One bill: what it is for, and how to pay it."""
    bill = get_object_or_404(bills_of(current_tenant().id).select_related("tenant"), uuid=uuid)
    context = {
        "bill": bill,
        "lines": bill.lines.all(),
        "methods": ways_to_pay(bill) if bill.is_open else [],
        "funds": _covering(bill) if bill.is_open else [],
        "payments": open_payments_of(bill.tenant, bill.uuid),
        "transfer": Transfer.objects.filter(bill=bill).first(),
    }
    return render(request, "office/billing/bill.html", context)


@office("billing_account.view")
@require_GET
def office_bill_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A bill or a statement of wholesale as PDF."""
    try:
        owed = owed_by(uuid, tenant_id=current_tenant().id)
    except UnknownBill:
        raise Http404 from None
    return hand_out(request, owed.number, lambda language: paper_pdf(owed, language), shell=SHELL)


@office("billing_account.view")
@require_GET
def office_billing_payments(request: HttpRequest) -> HttpResponse:
    """The payment report: all that was paid and paid out, with what came to in the chosen time (S5.45)."""
    tenant = current_tenant()
    narrowed = TransferFilter.read(request.GET)
    rows = narrowed.of(_movements(tenant.id))
    context = {
        "page": page_of(rows, request.GET, order="-at"),
        "sums": _sums(rows),
        "filter": narrowed,
        "first_day": _day_input("from", narrowed.first),
        "last_day": _day_input("to", narrowed.last),
        "waiting": open_payments_of(tenant),
    }
    return render(request, "office/billing/payments.html", context)


@office("billing_account.view")
@require_GET
def office_billing_report(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    rows = TransferFilter.read(request.GET).of(_movements(current_tenant().id)).order_by("-at", "-pk")
    form = request.GET.get("form", "csv")
    cells = (report_cells(transfer) for transfer in rows.iterator(2000))
    return table_answer(form, "payments", report_heads(), cells)


@office("billing_account.view")
@require_GET
def office_billing_receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The receipt of one transfer as PDF."""
    mine = Transfer.objects.select_related("tenant", "bill", "statement").exclude(kind=Transfer.Kind.PAYOUT)
    transfer = get_object_or_404(mine, uuid=uuid, tenant_id=current_tenant().id)
    return hand_out(
        request, f"receipt-{transfer.pk}", lambda language: receipt_pdf(transfer, language), shell=SHELL
    )


def _day_input(name: str, day: date | None) -> str:
    return DateInput(attrs={"class": "in", "id": f"id_{name}"}).render(name, day)


def _movements(tenant_id: int) -> QuerySet[Transfer]:
    return transfers_of(tenant_id).select_related("statement", "bill")


def _sums(rows: QuerySet[Transfer]) -> list[tuple[str, Money]]:
    """Kind and sum in each currency; one query."""
    found = rows.order_by().values_list("kind", "currency").annotate(minor=Sum("amount_minor"))
    return [(str(Transfer.Kind(kind).label), Money(int(minor), currency)) for kind, currency, minor in found]


def _covering(bill: Bill) -> list[tuple[str, Money]]:
    words = {"prepaid": _("Prepaid balance"), "collected": _("Held for the reseller")}
    return [
        (words[account], left)
        for account, left in funds_of(bill.tenant_id, bill.currency)
        if left >= bill.total
    ][:1]
