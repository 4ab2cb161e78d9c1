"""A ledger entry about an invoice, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shared_apps.commissions import door as commissions
from shared_apps.kernel.money import Money
from shared_apps.kernel.taxes import TaxRate, tax_on
from shared_apps.ledger.door import AccountKind, EntryCard, EntryKind
from shared_apps.reports import door as reports
from shared_apps.reports.door import SaleKind, SaleRow, spread

from ..models import Invoice, InvoiceLine
from ..sold import occasion_of, products_of


def tell_sale(invoice: Invoice, entry: EntryCard | None) -> None:
    """Write what a sale, its rest, its refund or an overpayment moved, as rows of the invoice's lines."""
    if entry is not None:
        lines = lines_of(invoice)
        reports.record_sale(rows_of(lines, entry, reports.sales_of_invoice(invoice.uuid)))


@dataclass(frozen=True, slots=True)
class Lines:
    """An invoice with its lines in the order of their keys, and the product that each belongs to."""

    invoice: Invoice
    lines: Sequence[InvoiceLine]
    products: Sequence[str]


def lines_of(invoice: Invoice) -> Lines:
    """Two queries."""
    lines = list(invoice.lines.select_related("service", "order_line__parent").order_by("pk"))
    return Lines(invoice, lines, products_of(lines))


def rows_of(about: Lines, entry: EntryCard, told: Sequence[SaleRow]) -> list[SaleRow]:
    """The rows of an entry; `told` are those of entries before it. Each column adds up to the entry's legs."""
    moved = _Moved.of(entry, about.invoice.currency)
    had = [row for row in told if row.entry_uuid != entry.uuid]
    parts = _parts(about, moved, had)
    return [_row(about, entry, moved, position, part) for position, part in enumerate(parts)]


@dataclass(frozen=True, slots=True)
class _Moved:
    """What an entry moved in minor units: `gross` came in, or went back below zero."""

    gross: int
    tax: int
    wholesale: int
    fee: int
    commission: int
    beneficiary: UUID | None

    @classmethod
    def of(cls, entry: EntryCard, currency: str) -> _Moved:
        def on(*kinds: str) -> int:
            legs = [leg.amount for leg in entry.legs if leg.account_kind in kinds]
            return sum(amount.minor for amount in legs if amount.currency == currency)

        earns = [leg.party for leg in entry.legs if leg.account_kind == AccountKind.AFFILIATE_PENDING]
        return cls(
            gross=on(AccountKind.GATEWAY_CLEARING, AccountKind.CLIENT_CREDIT),
            tax=-on(AccountKind.TAX_PAYABLE),
            wholesale=-on(AccountKind.WHOLESALE_PAYABLE),
            fee=-on(AccountKind.GATEWAY_FEES),
            commission=-on(AccountKind.AFFILIATE_PENDING),
            beneficiary=UUID(earns[0]) if earns else None,
        )


@dataclass(frozen=True, slots=True)
class _Part:
    gross: int
    tax: int
    wholesale: int
    fee: int
    commission: int
    discount: int
    quantity: int


def _parts(about: Lines, moved: _Moved, had: Sequence[SaleRow]) -> list[_Part]:
    lines, count = about.lines, len(about.lines)

    def before(column: str) -> list[int]:
        sums = [0] * count
        for row in had:
            value = row.quantity if column == "quantity" else _column(row, column)
            sums[row.position] += value
        return sums

    gross = [line.total_minor for line in lines]
    whole, so_far = sum(gross), sum(before("gross")) + moved.gross

    def by(column: str, amount: int, weights: list[int]) -> list[int]:
        return spread(amount, weights if sum(weights) else gross, before(column))

    def in_step(column: str, weights: list[int]) -> list[int]:
        """What has no leg goes with the money: all of it once the invoice is whole."""
        target = Money(sum(weights), about.invoice.currency).fraction(so_far, whole).minor
        return by(column, target - sum(before(column)), weights)

    net = [line.net_minor for line in lines]
    columns = (
        by("gross", moved.gross, gross),
        by("tax", moved.tax, [line.tax_minor for line in lines]),
        by("wholesale", moved.wholesale, [line.wholesale_minor for line in lines]),
        by("fee", moved.fee, gross),
        by("commission", moved.commission, _earned(about) if moved.commission else net),
        in_step("discount", [_discount(line) for line in lines]),
        in_step("quantity", [line.quantity for line in lines]),
    )
    return [_Part(*part) for part in zip(*columns, strict=True)]


def _earned(about: Lines) -> list[int]:
    """What the programme gave for each line; for an invoice from before it told, each line's net amount."""
    known = commissions.earned_by_line(about.invoice.uuid)
    if not known:
        return [line.net_minor for line in about.lines]
    return [known.get(position, 0) for position in range(len(about.lines))]


def _column(row: SaleRow, column: str) -> int:
    if column == "gross":
        return (row.net + row.tax).minor
    amount: Money = getattr(row, column)
    return amount.minor


def _discount(line: InvoiceLine) -> int:
    """Without the tax in it, where prices are inclusive."""
    rate = TaxRate(line.tax_name, line.tax_bp, line.tax_inclusive)
    return tax_on(line.discount, rate).net.minor


def _row(about: Lines, entry: EntryCard, moved: _Moved, position: int, part: _Part) -> SaleRow:
    invoice, line = about.invoice, about.lines[position]

    def money(minor: int) -> Money:
        return Money(minor, invoice.currency)

    return SaleRow(
        entry_uuid=entry.uuid,
        position=position,
        at=entry.at,
        invoice_uuid=invoice.uuid,
        invoice_number=invoice.label,
        client_uuid=invoice.client.uuid,
        country=invoice.billed.country or invoice.client.country,
        sku=line.sku,
        product_sku=about.products[position],
        kind=_kind(entry, moved),
        occasion=occasion_of(invoice),
        quantity=part.quantity,
        discount=money(part.discount),
        net=money(part.gross - part.tax),
        tax=money(part.tax),
        wholesale=money(part.wholesale),
        fee=money(part.fee),
        commission=money(part.commission),
        service_uuid=line.service.uuid if line.service else None,
        beneficiary=moved.beneficiary,
    )


def _kind(entry: EntryCard, moved: _Moved) -> str:
    if entry.kind == EntryKind.REFUND:
        return SaleKind.REFUND
    return SaleKind.SALE if moved.gross else SaleKind.EXTRA
