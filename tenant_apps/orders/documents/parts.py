"""What every document shares: the brand, the two parties, and words for amounts, days and states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from branding import formats
from branding.components.statuses import badge_of
from branding.documents import render
from branding.documents.rendering import LOGO
from branding.queries import BrandLook, brand_of, logo_of
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from ..models import BilledTo, Invoice, InvoiceLine

Data = dict[str, Any]


@contextmanager
def written_in(language: str) -> Iterator[None]:
    """Words, digits and calendar of a language, and the reseller's time zone, wherever this runs."""
    with translation.override(language), timezone.override(current_tenant().time_zone):
        yield


def set_document(template: str, data: Mapping[str, Any], language: str) -> bytes:
    """The document under the current tenant's brand. One query more where there is a logo."""
    look = brand_of(current_tenant())
    return render(template, data, language=language, look=look, pictures=_pictures(look))


def seller() -> Data:
    """Who issues the document."""
    look = brand_of(current_tenant())
    address, contact = look.address.splitlines(), [look.support_email, look.support_phone]
    return {
        "label": _("Issued by"),
        "name": look.full_name,
        "lines": [line for line in (*address, *_tax_line(look.tax_id), *contact) if line],
    }


def buyer(billed: BilledTo, label: str) -> Data:
    """To whom it is addressed."""
    lines = [*billed.lines, *_tax_line(billed.tax_id)]
    return {"label": label, "name": billed.billing_name, "lines": lines}


def state(name: str) -> Data:
    """The stamp of a state."""
    badge = badge_of(name)
    return {"tone": badge.tone, "label": str(badge.label)}


def amount(value: Money) -> str:
    return formats.money(value)


def day(moment: date | None) -> str:
    return formats.date(moment) if moment else "–"


def dated(moment: date) -> list[int]:
    """The day of a document in the reseller's time zone: the same content gives the same file."""
    at = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return [at.year, at.month, at.day]


def line_of(line: InvoiceLine) -> Data:
    """A row of an invoice."""
    period = f"{day(line.period_from)} – {day(line.period_to)}" if line.period_from else ""
    return {
        "name": line.name,
        "period": period,
        "quantity": formats.number(line.quantity),
        "unit": amount(line.unit),
        "discount": amount(-line.discount) if line.discount_minor else "",
        "tax": tax_label(line.tax_name, line.tax_bp),
        "amount": amount(line.amount),
    }


def tax_label(name: str, basis_points: int) -> str:
    """A tax as its column shows it: `KDV 20%`; nothing where there is none."""
    if not basis_points:
        return ""
    places = 2 if basis_points % 100 else 0
    return f"{name} {formats.number(basis_points / 100, places)}%".strip()


def taxes_of(invoice: Invoice) -> list[tuple[str, Money]]:
    """The tax of an invoice, a row for each rate."""
    sums: dict[str, int] = {}
    for line in invoice.lines.order_by("pk"):
        if line.tax_minor:
            label = tax_label(line.tax_name, line.tax_bp)
            sums[label] = sums.get(label, 0) + line.tax_minor
    return [(label or _("Tax"), Money(minor, invoice.currency)) for label, minor in sums.items()]


def _tax_line(tax_id: str) -> list[str]:
    return [f"{_('Tax number')}: {formats.isolated(tax_id)}"] if tax_id else []


def _pictures(look: BrandLook) -> dict[str, bytes]:
    image = logo_of(current_tenant(), look.logo_sha256) if look.logo_sha256 else None
    return {LOGO: bytes(image.data)} if image else {}
