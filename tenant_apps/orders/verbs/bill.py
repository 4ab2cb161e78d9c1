"""Issue invoices: their number is taken in the transaction that writes them, so the series has no gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money, total
from shared_apps.kernel.periods import Stretch
from shared_apps.kernel.taxes import NO_TAX, Taxed, TaxRate, tax_on
from tenant_apps.clients.models import Client
from tenant_apps.pricing.taxes import tax_rate_for

from ..errors import InvoiceNotDraft, NothingToBill
from ..following import follow
from ..models import BilledTo, Invoice, InvoiceLine, Order, OrderLine, Service, ServiceItem
from ..numbers import take_invoice_number
from ..queries import billing_settings
from .credit import credit_below_zero

Period = tuple[datetime | None, datetime | None]
Kind = InvoiceLine.Kind
# What a service's time is billed by; a change of it, or a fee, is another matter.
_FOR_TIME = ["order", "trial", "renewal", "consolidated"]


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A row of an invoice to be. `unit` may be negative (unused time); `discount` is of the whole line.

    `wholesale` is what the operator is owed for the whole line.
    """

    name: str
    quantity: int
    unit: Money
    tax: TaxRate = NO_TAX
    discount: Money | None = None
    wholesale: Money | None = None
    kind: str = Kind.OTHER
    sku: str = ""
    order_line: OrderLine | None = None
    service: Service | None = None
    period: Period = (None, None)

    @property
    def price(self) -> Money:
        """Before discount."""
        return self.unit * self.quantity

    @property
    def less(self) -> Money:
        """The discount; zero where there is none."""
        return self.discount or Money.zero(self.unit.currency)

    @property
    def taxed(self) -> Taxed:
        """Net, tax and gross after discount."""
        return tax_on(self.price - self.less, self.tax)


@transaction.atomic
def issue(
    client: Client,
    drafts: Sequence[LineDraft],
    *,
    cause: str,
    due_at: datetime,
    by: Actor,
    order: Order | None = None,
    notes: str = "",
) -> Invoice | None:
    """An open invoice with a number; None where nothing is to be paid.

    What is less than nothing goes to the client's account credit, by a credit note (`credit_below_zero`).
    """
    sum_of = total([one.taxed.gross for one in drafts], _currency(drafts))
    if sum_of.minor <= 0:
        credit_below_zero(client, drafts, about=str(order.uuid) if order else "", by=by)
        return None
    invoice = draft(client, drafts, cause=cause, due_at=due_at, by=by, order=order, notes=notes)
    return issue_draft(invoice, due_at=due_at, by=by)


@transaction.atomic
def draft(
    client: Client,
    drafts: Sequence[LineDraft],
    *,
    cause: str,
    due_at: datetime,
    by: Actor,
    order: Order | None = None,
    notes: str = "",
) -> Invoice:
    """An invoice that may still be edited: without a number, nothing is due of it."""
    invoice = Invoice.objects.create(
        order=order,
        client=client,
        cause=cause,
        status=Invoice.Status.DRAFT,
        currency=_currency(drafts) if drafts else client.currency,
        issued_at=now(),
        due_at=due_at,
        notes=notes,
        **_sums(drafts),
    )
    write_lines(invoice, drafts)
    return invoice


def rewrite_draft(invoice: Invoice, drafts: Sequence[LineDraft], *, by: Actor) -> Invoice:
    """Put other lines in a draft; `InvoiceNotDraft` once it is issued."""
    with transaction.atomic():
        invoice = _locked_draft(invoice)
        invoice.lines.all().delete()
        for name, value in _sums(drafts).items():
            setattr(invoice, name, value)
        invoice.save(update_fields=[*_sums(drafts)])
        write_lines(invoice, drafts)
        record(invoice, "edit", by=by, total_minor=invoice.total_minor)
    return invoice


@transaction.atomic
def issue_draft(invoice: Invoice, *, due_at: datetime | None = None, by: Actor) -> Invoice:
    """Give a draft its number: from now on it is owed and no longer edited.

    Raises `InvoiceNotDraft`, and `NothingToBill` for one without a positive total.
    """
    invoice = _locked_draft(invoice)
    if invoice.total_minor <= 0:
        raise NothingToBill(str(invoice.uuid))
    settings = billing_settings()
    due_at = due_at or now() + timedelta(days=settings.due_days)
    invoice.number = take_invoice_number(settings)
    invoice.issued_at, invoice.due_at, invoice.status = now(), due_at, Invoice.Status.OPEN
    invoice.billed_to = BilledTo.of(invoice.client).saved
    invoice.save(update_fields=["number", "issued_at", "due_at", "status", "billed_to"])
    record(
        invoice,
        "issue",
        by=by,
        from_status=Invoice.Status.DRAFT,
        to_status=invoice.status,
        total_minor=invoice.total_minor,
        cause=invoice.cause,
    )
    follow(invoice)
    if settings.spends_credit:
        schedule("orders.spend_credit", {"invoice_uuid": str(invoice.uuid)}, key=str(invoice.uuid))
    return invoice


def bill_order(order: Order, *, by: Actor) -> Invoice | None:
    """The invoice for what an order costs today; None where that is nothing. In the caller's transaction."""
    due = order.lines.filter(starts_on_trial=False).order_by("pk")
    drafts = [draft_of(line) for line in due]
    due_at = now() + timedelta(days=billing_settings().due_days)
    return (
        issue(order.client, drafts, cause=Invoice.Cause.ORDER, due_at=due_at, by=by, order=order)
        if drafts
        else None
    )


def bill_service(
    service: Service,
    *,
    cause: str,
    due_at: datetime,
    by: Actor,
    stretch: Stretch | None = None,
) -> Invoice | None:
    """The invoice for one more period of a service, or the one that is open already."""
    open_one = open_invoice_of(service)
    if open_one:
        return open_one
    drafts = service_drafts(service, stretch, with_once=cause == Invoice.Cause.TRIAL)
    order = service.order_line.order
    return issue(service.client, drafts, cause=cause, due_at=due_at, by=by, order=order) if drafts else None


def service_drafts(
    service: Service, stretch: Stretch | None = None, *, with_once: bool = False
) -> list[LineDraft]:
    """The rows for a period of what a service is made of then, taxed as its client is today.

    Without a stretch it is a whole period that begins once it is paid; `with_once`: and what is bought once.
    """
    at = max(stretch.start, now()) if stretch else now()
    rate = tax_rate_for(service.client)
    period = service.period_at(at)
    items = [one for one in service.items_at(at) if one.period == period or with_once]
    return [_item_draft(service, item, stretch, rate) for item in items]


def _item_draft(service: Service, item: ServiceItem, stretch: Stretch | None, rate: TaxRate) -> LineDraft:
    billed = item.billed_for(stretch) if stretch else item.billed
    return LineDraft(
        name=_named(service, item),
        quantity=billed.quantity,
        unit=billed.unit,
        tax=rate,
        discount=billed.discount,
        wholesale=billed.wholesale,
        kind=item.kind,
        sku=item.sku,
        order_line=item.order_line,
        service=service,
        period=(stretch.start, stretch.end) if stretch else (None, None),
    )


def _named(service: Service, item: ServiceItem) -> str:
    """With the client's own name for the service, where there is one."""
    return f"{item.name} ({service.label})" if service.label and item.kind == Kind.PLAN else item.name


def draft_of(line: OrderLine) -> LineDraft:
    """An order's line as a row of its first invoice."""
    return LineDraft(
        name=line.name,
        quantity=line.quantity,
        unit=line.unit,
        tax=TaxRate(line.tax_name, line.tax_bp, line.tax_inclusive),
        discount=Money(line.discount_minor, line.currency),
        wholesale=line.wholesale,
        kind=line.kind,
        sku=line.sku,
        order_line=line,
    )


def open_invoice_of(service: Service) -> Invoice | None:
    """The unpaid invoice for time of a service, if there is one."""
    unpaid = Invoice.objects.filter(status=Invoice.Status.OPEN, cause__in=_FOR_TIME)
    return unpaid.filter(lines__service=service).first()


def write_lines(invoice: Invoice, drafts: Sequence[LineDraft]) -> None:
    """The rows of an invoice, in the caller's transaction."""
    InvoiceLine.objects.bulk_create(_line(invoice, one) for one in drafts)


def _locked_draft(invoice: Invoice) -> Invoice:
    found = Invoice.objects.select_for_update().get(pk=invoice.pk)
    if found.status != Invoice.Status.DRAFT:
        raise InvoiceNotDraft(found.label)
    return found


def _currency(drafts: Sequence[LineDraft]) -> str:
    """The one currency of the lines; `CurrencyMismatch` follows where they have several."""
    if not drafts:
        raise NothingToBill("No lines.")
    return drafts[0].unit.currency


def _sums(drafts: Sequence[LineDraft]) -> dict[str, int]:
    return {
        "subtotal_minor": sum(one.price.minor for one in drafts),
        "discount_minor": sum(one.less.minor for one in drafts),
        "tax_minor": sum(one.taxed.tax.minor for one in drafts),
        "total_minor": sum(one.taxed.gross.minor for one in drafts),
    }


def _line(invoice: Invoice, one: LineDraft) -> InvoiceLine:
    return InvoiceLine(
        invoice=invoice,
        kind=one.kind,
        sku=one.sku,
        order_line=one.order_line,
        service=one.service,
        name=one.name[:200],
        quantity=one.quantity,
        unit_minor=one.unit.minor,
        discount_minor=one.less.minor,
        net_minor=one.taxed.net.minor,
        tax_minor=one.taxed.tax.minor,
        total_minor=one.taxed.gross.minor,
        tax_name=one.tax.name,
        tax_bp=one.tax.basis_points,
        tax_inclusive=one.tax.is_inclusive,
        wholesale_minor=one.wholesale.minor if one.wholesale else 0,
        currency=invoice.currency,
        period_from=one.period[0],
        period_to=one.period[1],
    )
