"""The figures' door: sales and services are told of in the caller's transaction, for the current tenant."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .missing import invoices_without_rows, known_services
from .models import MoveKind, Occasion, SaleFact, SaleKind
from .naming import names_clients, names_mails
from .proof import TOLD_ENTRIES
from .queries import revenue_sums, sale_row, sales_of, sku_sums
from .rows import SaleRow, ServiceRow, SkuMonth
from .spread import spread
from .verbs import MailFate, forget_sales, record_mail, record_sale, record_service

__all__ = [
    "TOLD_ENTRIES",
    "MailFate",
    "MoveKind",
    "Occasion",
    "SaleKind",
    "SaleRow",
    "ServiceRow",
    "SkuMonth",
    "forget_sales",
    "invoices_without_rows",
    "known_services",
    "last_month_by_sku",
    "names_clients",
    "names_mails",
    "record_mail",
    "record_sale",
    "record_service",
    "revenue_by_tenant",
    "revenue_of",
    "sales_between",
    "sales_of_invoice",
    "spread",
]

MONTH = timedelta(days=30)


def sales_between(tenant_id: int, from_at: datetime, to_at: datetime) -> list[SaleRow]:
    """A tenant's lines of sales and refunds in [from, to), oldest first. One query."""
    return [sale_row(fact) for fact in sales_of(tenant_id).filter(at__gte=from_at, at__lt=to_at)]


def sales_of_invoice(invoice_uuid: UUID) -> list[SaleRow]:
    """What is known of one invoice of the current tenant, oldest first."""
    found = SaleFact.objects.filter(tenant_id=current_tenant().id, invoice_uuid=invoice_uuid)
    return [sale_row(fact) for fact in found.order_by("at", "pk")]


def revenue_of(tenant_id: int, since: datetime, currency: str) -> Money:
    """What a tenant's clients have paid since a moment, less refunds, without tax."""
    found = revenue_sums(since, tenant_id).get(tenant_id, [])
    return next((one for one in found if one.currency == currency), Money.zero(currency))


def revenue_by_tenant(since: datetime) -> dict[int, list[Money]]:
    """The same of every tenant that sold anything: by its id, an amount for each currency. One query."""
    return revenue_sums(since)


def last_month_by_sku(tenant_id: int) -> list[SkuMonth]:
    """What each plan and add-on brought a tenant in the last 30 days, refunds taken off. One query."""
    return sku_sums(tenant_id, now() - MONTH)
