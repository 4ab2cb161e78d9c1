"""What the lines of an invoice sold: of which product, and whether for the first time."""

from __future__ import annotations

from itertools import pairwise

from shared_apps.catalog import door as catalog
from shared_apps.commissions.door import PurchaseLine
from shared_apps.kernel.money import Money

from .models import Invoice, InvoiceLine

_CAUSES = Invoice.Cause
_OCCASIONS = {
    _CAUSES.RENEWAL: "renewal",
    _CAUSES.CONSOLIDATED: "renewal",
    _CAUSES.CHANGE: "change",
}


def occasion_of(invoice: Invoice) -> str:
    """First purchase, renewal or change: by what the invoice was issued for."""
    return _OCCASIONS.get(Invoice.Cause(invoice.cause), "first")


def sold_lines(invoice: Invoice, net: Money) -> tuple[PurchaseLine, ...]:
    """The lines of an invoice with their parts of `net`, which they add up to exactly. Two queries."""
    lines = list(invoice.lines.select_related("service", "order_line__parent").order_by("pk"))
    whole = sum(line.net_minor for line in lines)
    if whole <= 0:
        return ()
    counted = [sum(line.net_minor for line in lines[:place]) for place in range(len(lines) + 1)]
    marks = [net.fraction(minor, whole) for minor in counted]
    products = products_of(lines)
    occasion = occasion_of(invoice)
    return tuple(
        PurchaseLine(line.sku, product, until - since, occasion)
        for line, product, (since, until) in zip(lines, products, pairwise(marks), strict=True)
    )


def products_of(lines: list[InvoiceLine]) -> list[str]:
    """The product of each line; an add-on's is its plan's. Read them with service and order line. One query."""
    plans = [_plan_sku(line) for line in lines]
    known = catalog.product_skus({*plans, *(line.sku for line in lines)})
    return [known.get(line.sku) or known.get(plan, "") for line, plan in zip(lines, plans, strict=True)]


def _plan_sku(line: InvoiceLine) -> str:
    """The plan that a line belongs to: an add-on's is its service's, or its order line's."""
    if line.service:
        return line.service.sku
    bought = line.order_line
    return (bought.parent or bought).sku if bought else line.sku
