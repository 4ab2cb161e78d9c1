"""What the list and the cards of clients show of their services and bills (REQUIREMENTS S5.31 to S5.34)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Sum
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from branding.components import values
from shared_apps.catalog.door import per_unit
from shared_apps.kernel.money import Money
from tenant_apps.clients.columns import NOTHING, Column, add_column
from tenant_apps.clients.models import Client

from .models import Invoice, Service

_RUNNING = [Service.Status.TRIAL, Service.Status.ACTIVE, Service.Status.SUSPENDED, Service.Status.PENDING]


def _services(clients: Sequence[Client]) -> dict[int, list[Service]]:
    """The running services of each client, the one that renews first before the others. One query."""
    rows = Service.objects.filter(client__in=clients, status__in=_RUNNING)
    found: dict[int, list[Service]] = {}
    for service in rows.order_by(F("renews_at").asc(nulls_last=True), "pk"):
        found.setdefault(service.client_id, []).append(service)
    return found


def _unpaid(clients: Sequence[Client]) -> dict[int, Money]:
    """What each client owes in its own currency. One query."""
    rows = Invoice.objects.filter(
        client__in=clients, status=Invoice.Status.OPEN, currency=F("client__currency")
    )
    owed = rows.values_list("client", "currency").annotate(
        owed_minor=Sum(F("total_minor") - F("paid_minor") - F("credited_minor"))
    )
    return {client: Money(minor, currency) for client, currency, minor in owed.order_by()}


def _first(found: Any) -> Service | None:
    return found[0] if found else None


def _plan(_client: Client, found: Any) -> Any:
    first = _first(found)
    if first is None:
        return NOTHING
    more = (
        format_html(' <span class="muted">+{}</span>', values.number(len(found) - 1))
        if len(found) > 1
        else ""
    )
    state = "" if first.state == Service.Status.ACTIVE else values.status(first.state)
    return format_html("<bdi>{}</bdi>{} {}", str(first), more, state)


def _licences(_client: Client, found: Any) -> Any:
    return values.number(sum(one.quantity for one in found)) if found else NOTHING


def _period(_client: Client, found: Any) -> Any:
    first = _first(found)
    return per_unit(first.period, False) if first else NOTHING


def _renewal(_client: Client, found: Any) -> Any:
    first = _first(found)
    return values.date(_next(first)) if first else NOTHING


def _next(service: Service) -> Any:
    return service.trial_ends_at if service.status == Service.Status.TRIAL else service.renews_at


def _day(_client: Client, found: Any) -> Any:
    moment = _next(found[0]) if found else None
    return moment.date() if moment else ""


add_column(
    Column("plan", _("Plan"), _plan, lambda _client, found: ", ".join(str(one) for one in found or ()), 300,
           load=_services, is_fact=True)
)  # fmt: skip
add_column(
    Column("licences", _("Licences"), _licences, lambda _client, found: sum(one.quantity for one in found or ()), 310,
           load=_services, is_fact=True)
)  # fmt: skip
add_column(
    Column("period", _("Period"), _period,
           lambda _client, found: per_unit(found[0].period, False) if found else "", 320, load=_services, is_fact=True)
)  # fmt: skip
add_column(Column("renewal", _("Renewal"), _renewal, _day, 330, load=_services, is_fact=True))
add_column(
    Column("unpaid", _("Unpaid"), lambda _client, found: values.money(found) if found else NOTHING,
           lambda _client, found: found.major if found else "", 340, load=_unpaid)
)  # fmt: skip
