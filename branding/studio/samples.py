"""What the previews are filled with: a shop, an account and an invoice that nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from branding import formats
from branding.documents.labels import labels
from branding.looks import BrandLook
from branding.navigation import NavGroup, NavItem
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenants.records import TenantRecord

# Minor units that look like a month's price in each currency; elsewhere 19.00.
PRICES = {"IRR": 4_900_000, "TRY": 34_900, "THB": 49_000, "JPY": 2_900}
NUMBER = "INV-2048"


@dataclass(frozen=True)
class Line:
    """A service that is paid by the month."""

    name: str
    quantity: int
    price: Money

    @property
    def total(self) -> Money:
        return self.price * self.quantity


def sample(tenant: TenantRecord) -> dict[str, Any]:
    """Names and amounts for every preview, in the viewer's language and the shop's currency."""
    lines = _lines(tenant.currency)
    return {
        "client": _("Maya Stone"),
        "company": _("Stone & Sons"),
        "number": NUMBER,
        "lines": lines,
        "total": sum((line.total for line in lines[1:]), lines[0].total),
        "issued_at": now(),
        "due_at": now() + timedelta(days=14),
        "features": [_("Set up for you"), _("Daily backups"), _("Support in your language")],
    }


def shop_navigation() -> list[NavGroup]:
    return [NavGroup("", [NavItem(_("Plans"), "#plans", current=True)])]


def portal_navigation() -> list[NavGroup]:
    labels = (_("Dashboard"), _("Services"), _("Invoices"), _("Orders"))
    items = [NavItem(label, f"#{at}", current=at == 0) for at, label in enumerate(labels)]
    return [NavGroup("", items)]


def invoice(look: BrandLook, told: dict[str, Any]) -> dict[str, Any]:
    """The sample as `templates/pdf/invoice.typ` reads it."""
    return {
        "title": told["number"],
        "words": labels() | {"payments": _("Payments received"), "how_to_pay": _("How to pay")},
        "invoices": [
            {
                "heading": _("Invoice"),
                "number": told["number"],
                "state": {"tone": "warn", "label": _("Open")},
                "parties": [_seller(look), _buyer(told)],
                "facts": [
                    {"label": _("Issued"), "value": _day(told["issued_at"])},
                    {"label": _("Due"), "value": _day(told["due_at"])},
                ],
                "lines": [_line(line) for line in told["lines"]],
                "sums": [{"label": _("Total"), "value": formats.money(told["total"]), "strong": True}],
                "payments": [],
                "instructions": "",
                "link": "",
                "link_label": "",
            }
        ],
    }


def _lines(currency: str) -> list[Line]:
    price = Money(PRICES.get(currency, 1900), currency)
    return [
        Line(_("Business hosting"), 1, price),
        Line(_("Business mail"), 3, Money(price.minor // 4, currency)),
        Line(_("Team workspace"), 1, price * 2),
    ]


def _seller(look: BrandLook) -> dict[str, Any]:
    tax = f"{_('Tax number')}: {look.tax_id}" if look.tax_id else ""
    lines = (*look.address.splitlines(), tax, look.support_email, look.support_phone)
    return {"label": _("Issued by"), "name": look.full_name, "lines": [line for line in lines if line]}


def _buyer(told: dict[str, Any]) -> dict[str, Any]:
    return {"label": _("Billed to"), "name": told["company"], "lines": [told["client"]]}


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "period": "",
        "quantity": formats.number(line.quantity),
        "unit": formats.money(line.price),
        "amount": formats.money(line.total),
    }


def _day(moment: datetime) -> str:
    return formats.date(moment)
