"""The operator's papers to resellers as PDF: bill, receipt, statement of wholesale; under the operator's brand.

Each raises `branding.documents.DocumentFailed` when it cannot be set; there is never half a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from branding import formats
from branding.components.statuses import badge_of
from branding.documents import render
from branding.documents.labels import labels
from branding.documents.rendering import LOGO
from branding.queries import brand_of, logo_of
from shared_apps.kernel.money import Money
from tenants.models import Tenant
from tenants.records import TenantRecord

from .models import Bill, BillLine, Statement, TopUp, Transfer
from .owed import Owed
from .parties import billed_to

Data = dict[str, Any]


def paper_pdf(owed: Owed, language: str) -> bytes:
    """The bill or the statement, open or paid."""
    operator = _operator()
    with _written_in(language, operator):
        data = {
            "dated": _dated(_issued(owed)),
            "title": f"{_heading(owed)} {owed.number}",
            "words": labels() | {"payments": _("Payments received"), "how_to_pay": _("How to pay")},
            "invoices": [_paper(owed, operator)],
        }
        return _set("invoice", data, language, operator)


def receipt_pdf(transfer: Transfer, language: str) -> bytes:
    """What was received, from whom, how and for what."""
    operator = _operator()
    with _written_in(language, operator):
        about = transfer.bill or transfer.statement
        name = about.number if about else str(transfer.get_kind_display())
        data = {
            "dated": _dated(transfer.at),
            "title": _("Receipt for bill %(number)s") % {"number": name},
            "words": labels() | {"received": _("Amount received"), "paid_for": _("What was paid for")},
            "heading": pgettext("document", "Receipt"),
            "number": "",
            "state": _state("paid"),
            "amount": formats.money(transfer.amount),
            "said": _("Received on %(day)s by %(method)s")
            % {"day": formats.isolated(_day(transfer.at)), "method": formats.isolated(transfer.way)},
            "parties": [_seller(operator), _buyer(transfer.tenant, transfer.bill, _("Received from"))],
            "facts": _facts_of_receipt(transfer, name),
            "lines": _paid_lines(transfer, name),
            "sums": [
                {"label": _("Amount received"), "value": formats.money(transfer.amount), "strong": True}
            ],
        }
        return _set("receipt", data, language, operator)


def _operator() -> TenantRecord:
    return Tenant.objects.get(kind=Tenant.Kind.OPERATOR).record


@contextmanager
def _written_in(language: str, operator: TenantRecord) -> Iterator[None]:
    with translation.override(language), timezone.override(operator.time_zone):
        yield


def _set(template: str, data: Data, language: str, operator: TenantRecord) -> bytes:
    look = brand_of(operator)
    image = logo_of(operator, look.logo_sha256) if look.logo_sha256 else None
    pictures = {LOGO: bytes(image.data)} if image else {}
    return render(template, data, language=language, look=look, pictures=pictures)


def _paper(owed: Owed, operator: TenantRecord) -> Data:
    bill = owed if isinstance(owed, Bill) else None
    return {
        "heading": _heading(owed),
        "number": owed.number,
        "state": _state("open" if isinstance(owed, TopUp) else owed.state),
        "parties": [_seller(operator), _buyer(owed.tenant, bill, _("Billed to"))],
        "facts": _facts(owed),
        "lines": [_line(line) for line in bill.lines.all()] if bill else [_whole(owed)],
        "sums": _sums(owed),
        "payments": [],
        "notes": bill.void_reason if bill else "",
        "instructions": "",
        "link": "",
        "link_label": "",
    }


def _heading(owed: Owed) -> str:
    return pgettext("document", "Bill") if isinstance(owed, Bill) else _("Statement")


def _issued(owed: Owed) -> datetime:
    return owed.asked_at if isinstance(owed, TopUp) else owed.issued_at


def _facts(owed: Owed) -> list[Data]:
    facts = [{"label": _("Issued"), "value": _day(_issued(owed))}]
    if isinstance(owed, TopUp):
        return facts
    if isinstance(owed, Statement):
        facts.append({"label": _("Period"), "value": f"{_day(owed.begins_at)} – {_day(owed.ends_at)}"})
    facts.append({"label": _("Due"), "value": _day(owed.due_at)})
    return [*facts, {"label": _("Paid"), "value": _day(owed.paid_at)}] if owed.paid_at else facts


def _sums(owed: Owed) -> list[Data]:
    sums: list[Data] = []
    if isinstance(owed, Bill) and owed.tax_minor:
        tax = (
            f"{owed.tax_name or _('Tax')} {formats.number(owed.tax_bp / 100, 2 if owed.tax_bp % 100 else 0)}%"
        )
        sums = [
            {"label": _("Net"), "value": formats.money(owed.net)},
            {"label": tax, "value": formats.money(owed.tax)},
        ]
    return [*sums, {"label": _("Total"), "value": formats.money(owed.total), "strong": True}]


def _line(line: BillLine) -> Data:
    period = f"{_day(line.period_from)} – {_day(line.period_to)}" if line.period_from else ""
    return _row(line.name, period, line.quantity, line.unit, line.amount)


def _whole(owed: Owed) -> Data:
    name = _("Wholesale of your sales") if isinstance(owed, Statement) else _("Top-up")
    return _row(name, "", 1, owed.total, owed.total)


def _row(name: str, period: str, quantity: int, unit: Money, amount: Money) -> Data:
    return {
        "name": name,
        "period": period,
        "quantity": formats.number(quantity),
        "unit": formats.money(unit),
        "amount": formats.money(amount),
    }


def _paid_lines(transfer: Transfer, name: str) -> list[Data]:
    if transfer.bill:
        return [_line(line) for line in transfer.bill.lines.all()]
    return [_row(name, "", 1, transfer.amount, transfer.amount)]


def _facts_of_receipt(transfer: Transfer, name: str) -> list[Data]:
    facts = [
        {"label": _("Number"), "value": name},
        {"label": _("Paid"), "value": _day(transfer.at)},
        {"label": _("Method"), "value": transfer.way},
    ]
    if transfer.reference and transfer.reference != name:
        facts.append({"label": _("Reference"), "value": transfer.reference})
    return facts


def _seller(operator: TenantRecord) -> Data:
    look = brand_of(operator)
    lines = [*look.address.splitlines(), *_tax_line(look.tax_id), look.support_email, look.support_phone]
    return {"label": _("Issued by"), "name": look.full_name, "lines": [line for line in lines if line]}


def _buyer(tenant: Tenant, bill: Bill | None, label: str) -> Data:
    """A bill's as it was sent; for everything else as the reseller is now."""
    party = bill.billed_to if bill else billed_to(tenant)
    lines = [str(line) for line in party.get("lines", []) if line]
    return {"label": label, "name": party["name"], "lines": [*lines, *_tax_line(party.get("tax_id", ""))]}


def _tax_line(tax_id: str) -> list[str]:
    return [f"{_('Tax number')}: {formats.isolated(tax_id)}"] if tax_id else []


def _state(name: str) -> Data:
    badge = badge_of(name)
    return {"tone": badge.tone, "label": str(badge.label)}


def _day(moment: datetime | None) -> str:
    return formats.date(moment) if moment else "–"


def _dated(moment: datetime) -> list[int]:
    at = timezone.localtime(moment)
    return [at.year, at.month, at.day]
