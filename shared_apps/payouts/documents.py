"""The self-billed statement as a PDF: the beneficiary's invoice, written by who pays."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from branding import formats
from branding.documents import render
from branding.documents.labels import labels
from branding.documents.rendering import LOGO
from branding.looks import BrandLook
from branding.queries import brand_of, logo_of
from shared_apps.kernel.countries import country_name
from tenants.context import current_tenant

from .models import DocumentKind, PayoutStatement

Data = dict[str, Any]


def statement_pdf(statement: PayoutStatement, language: str) -> bytes:
    """The document in a language, under the tenant's brand. Raises `DocumentFailed`."""
    tenant = current_tenant()
    look = brand_of(tenant)
    image = logo_of(tenant, look.logo_sha256) if look.logo_sha256 else None
    pictures = {LOGO: bytes(image.data)} if image else {}
    with translation.override(language), timezone.override(ZoneInfo(tenant.time_zone)):
        data = _statement(statement, look)
        return render("selfbilled", data, language=language, look=look, pictures=pictures)


def _statement(statement: PayoutStatement, look: BrandLook) -> Data:
    is_correction = statement.kind == DocumentKind.CORRECTION
    heading = _("Correction") if is_correction else _("Self-billed invoice")
    issued = timezone.localtime(statement.issued_at)
    return {
        "dated": [issued.year, issued.month, issued.day],
        "title": f"{heading} {statement.number}",
        "words": labels() | {"amount": _("Amount"), "withheld": _("Tax withheld"), "sent": _("Sent")},
        "heading": heading,
        "number": statement.number,
        "parties": [_beneficiary(statement), _payer(look)],
        "facts": _facts(statement),
        "rows": [_row(item, -1 if is_correction else 1) for item in _items(statement)],
        "totals": _totals(statement),
        "remark": _("Written by the recipient of the service in the name of the beneficiary (self-billing)."),
    }


def _items(statement: PayoutStatement) -> Any:
    return statement.items.select_related("payout__withdrawal").order_by("payout_id")


def _beneficiary(statement: PayoutStatement) -> Data:
    billed = statement.billed
    lines = [*billed.get("address", "").splitlines(), country_name(billed.get("country", ""))]
    return {
        "label": _("Beneficiary"),
        "name": billed.get("name", ""),
        "lines": [line for line in (*lines, *_tax_line(billed.get("tax_id", ""))) if line],
    }


def _payer(look: BrandLook) -> Data:
    lines = [*look.address.splitlines(), *_tax_line(look.tax_id), look.support_email]
    return {"label": _("Paid by"), "name": look.full_name, "lines": [line for line in lines if line]}


def _tax_line(tax_id: str) -> list[str]:
    return [f"{_('Tax number')}: {formats.isolated(tax_id)}"] if tax_id else []


def _facts(statement: PayoutStatement) -> list[Data]:
    period = formats.date(statement.begins_on)
    if statement.ends_on != statement.begins_on:
        period = f"{period} – {formats.date(statement.ends_on)}"
    facts = [
        {"label": _("Issued"), "value": formats.date(statement.issued_at)},
        {"label": _("Period"), "value": period},
    ]
    if statement.corrects:
        facts.append({"label": _("Corrects"), "value": statement.corrects.number})
    return facts


def _row(item: Any, sign: int) -> Data:
    payout = item.payout
    return {
        "date": formats.date(payout.paid_at),
        "text": _("Commission for recommendations"),
        "note": " · ".join(part for part in (payout.method_label, payout.reference) if part),
        "amount": formats.money(payout.amount * sign),
        "withheld": formats.money(payout.withheld * sign) if payout.withheld else "",
        "sent": formats.money(payout.net * sign),
    }


def _totals(statement: PayoutStatement) -> list[Data]:
    rows = [{"label": _("Commission"), "value": formats.money(statement.gross), "strong": False}]
    if statement.withheld:
        rows.append(
            {"label": _("Tax withheld"), "value": formats.money(-statement.withheld), "strong": False}
        )
    return [*rows, {"label": _("Sent"), "value": formats.money(statement.net), "strong": True}]
