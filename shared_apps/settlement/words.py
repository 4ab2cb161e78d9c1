"""Rows of bills and payments for spreadsheets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .models import Bill, Transfer


def bill_heads() -> list[str]:
    return [
        _("Number"),
        _("Reseller"),
        _("Kind"),
        _("Status"),
        _("Issued"),
        _("Due"),
        _("Paid"),
        _("Net"),
        _("Tax"),
        _("Total"),
        _("Currency"),
    ]


def bill_cells(bill: Bill) -> list[object]:
    """Read it with its tenant."""
    return [
        bill.number,
        bill.tenant.name,
        bill.get_kind_display(),
        bill.get_status_display(),
        bill.issued_at.date(),
        bill.due_at.date(),
        bill.paid_at.date() if bill.paid_at else "",
        bill.net.major,
        bill.tax.major,
        bill.total.major,
        bill.currency,
    ]


def report_heads() -> list[str]:
    return [_("Date"), _("Kind"), _("Number"), _("Method"), _("Reference"), _("Amount"), _("Currency")]


def report_cells(transfer: Transfer) -> list[object]:
    """Read it with its bill and statement. Money paid out to the reseller is negative."""
    about = transfer.bill or transfer.statement
    amount = -transfer.amount if transfer.kind == Transfer.Kind.PAYOUT else transfer.amount
    return [
        transfer.at.date(),
        transfer.get_kind_display(),
        about.number if about else "",
        transfer.way,
        transfer.reference,
        amount.major,
        amount.currency,
    ]
