"""The sales that a simulation is tried on: reports' facts, an invoice each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.reports import door as reports
from shared_apps.reports.door import SaleRow
from tenants.context import current_tenant

from .cards import PurchaseLine


@dataclass(frozen=True, slots=True)
class Sold:
    """One invoice of a referred client, as far as it was paid in the span."""

    at: datetime
    client_uuid: UUID
    lines: tuple[PurchaseLine, ...]

    @property
    def net(self) -> Money:
        return Money(sum(line.net.minor for line in self.lines), self.lines[0].net.currency)


def sold_since(since: datetime, currency: str) -> list[Sold]:
    """The sales of the current tenant in one currency since a moment, oldest first; the operator's are its bills.

    Whether they earned a commission then or not: a draft may well give one for them.
    """
    return sold_in(reports.sales_between(current_tenant().id, since, now()), currency)


def sold_in(rows: Iterable[SaleRow], currency: str) -> list[Sold]:
    """The sales among facts, an invoice each, oldest first. Refunds are left out: they take back in proportion."""
    invoices: dict[UUID, dict[int, list[SaleRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.kind == reports.SaleKind.SALE and row.net.currency == currency:
            invoices[row.invoice_uuid][row.position].append(row)
    found = []
    for parts in invoices.values():
        lines = tuple(_line(parts[place]) for place in sorted(parts))
        last = max(row.at for rows in parts.values() for row in rows)
        found.append(Sold(last, next(iter(parts.values()))[0].client_uuid, lines))
    return sorted((one for one in found if one.net.minor > 0), key=lambda one: one.at)


def _line(rows: Sequence[SaleRow]) -> PurchaseLine:
    first = rows[0]
    net = Money(sum(row.net.minor for row in rows), first.net.currency)
    return PurchaseLine(first.sku, first.product_sku, net, first.occasion)
