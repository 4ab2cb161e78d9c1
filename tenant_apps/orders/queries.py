"""Reads of orders, invoices and services."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client
from tenants.context import current_tenant

from .models import (
    AppliedPayment,
    AppliedRefund,
    BillingSettings,
    Invoice,
    Order,
    OrderLine,
    Service,
    ServiceItem,
    ServiceOperation,
)

Row = TypeVar("Row", Order, Invoice, Service)


def billing_settings() -> BillingSettings:
    """How the tenant bills; its defaults where nothing was saved. One query."""
    return BillingSettings.current()


def orders_with_lines(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with client and lines. One query more."""
    return orders.select_related("client").prefetch_related("lines")


def services_with_prices(services: QuerySet[Service]) -> QuerySet[Service]:
    """Services with what their price is made of. One query more."""
    return services.select_related("order_line", "client").prefetch_related("items")


def of_status(rows: QuerySet[Row], status: str, known: Iterable[str]) -> QuerySet[Row]:
    """The rows of a status; all of them for one that there is not."""
    return rows.filter(status=status) if status in known else rows


def numbered(text: str) -> Q:
    """Orders or invoices whose number ends or begins so."""
    plain = text.strip().upper()
    return Q(number__startswith=plain) | Q(number__endswith=plain)


def services_of(client: Client) -> QuerySet[Service]:
    """A client's services, newest first, with their prices."""
    return services_with_prices(client.services.order_by("-pk"))


def invoices_of(client: Client) -> QuerySet[Invoice]:
    """What a client sees of its invoices, newest first: not the drafts."""
    return client.invoices.exclude(status=Invoice.Status.DRAFT).order_by("-issued_at", "-pk")


def open_invoices_of(client: Client) -> list[Invoice]:
    """What a client may pay, the one that is due first at the top; at most a hundred."""
    found = client.invoices.filter(status=Invoice.Status.OPEN).select_related("client")
    return list(found.order_by("due_at", "pk")[:100])


def overdue_of(client: Client) -> list[Invoice]:
    """Those of them whose day is over."""
    return [one for one in open_invoices_of(client) if one.due_at < now()]


def orders_of(client: Client) -> QuerySet[Order]:
    """A client's orders with their lines, newest first."""
    return orders_with_lines(client.orders.order_by("-placed_at", "-pk"))


def plan_lines(order: Order) -> list[OrderLine]:
    """The plans of an order, each with its add-ons and service at hand. Two queries."""
    plans = order.lines.filter(kind=OrderLine.Kind.PLAN).select_related("service").prefetch_related("add_ons")
    return list(plans.order_by("pk"))


def received_between(start: datetime, end: datetime) -> Money:
    """What came in, less what was given back then, in the tenant's currency."""
    currency = current_tenant().currency
    inside = {"at__gte": start, "at__lt": end, "invoice__currency": currency}
    came = AppliedPayment.objects.filter(**inside).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    went = AppliedRefund.objects.filter(**inside).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return Money(int(came) - int(went), currency)


def open_total() -> tuple[int, Money]:
    """How many invoices are open, and for how much."""
    currency = current_tenant().currency
    sums = Invoice.objects.filter(status=Invoice.Status.OPEN, currency=currency).aggregate(
        count=Count("pk"), due=Coalesce(Sum(F("total_minor") - F("paid_minor") - F("credited_minor")), 0)
    )
    return sums["count"], Money(int(sums["due"]), currency)


def running_services() -> dict[str, int]:
    """How many services there are, by status."""
    counted = Service.objects.values_list("status").annotate(count=Count("pk"))
    return dict(counted)


def new_clients(days: int) -> int:
    """How many clients have come in so many days."""
    return Client.objects.filter(created_at__gte=now() - timedelta(days=days)).count()


def waiting_operations() -> QuerySet[ServiceOperation]:
    """What staff must see to: tasks by hand, and what a provisioner declined for a service that has not ended."""
    kinds, how = ServiceOperation.Kind, ServiceOperation.Status
    by_hand = Q(is_manual=True, status=how.SENT)
    declined = Q(status=how.DECLINED) & (~Q(service__status="ended") | Q(operation=kinds.TERMINATE))
    return ServiceOperation.objects.filter(by_hand | declined)


def stuck_services() -> list[Service]:
    """Services that the provisioner declined to set up: staff must see to them."""
    declined = ServiceOperation.objects.filter(
        operation=ServiceOperation.Kind.CREATE, status=ServiceOperation.Status.DECLINED
    )
    stuck = Service.objects.filter(status=Service.Status.PENDING, pk__in=declined.values("service"))
    return list(stuck.select_related("client").order_by("pk")[:20])


def add_ons_of(client: Client) -> QuerySet[ServiceItem]:
    """What a client has beside the plans of its services: add-ons and options."""
    kinds = (ServiceItem.Kind.ADD_ON, ServiceItem.Kind.OPTION)
    return ServiceItem.objects.filter(service__client=client, kind__in=kinds).select_related("service")
