"""The office's list of services: its filters, and its rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from tenant_apps.clients.search import search_key
from tenant_apps.clients.typed import typed

from .models import Service
from .queries import services_with_prices

_RUNNING = [Service.Status.ACTIVE, Service.Status.TRIAL]
# What a tab shows beside the statuses.
_STATES = {
    "past_due": Q(status=Service.Status.ACTIVE, past_due_at__isnull=False),
    "cancelled_at_end": Q(status__in=_RUNNING, cancels_at__isnull=False),
}


def states() -> list[tuple[str, str]]:
    """The tabs: every status, and past due and ending after what they belong to."""
    tabs = [(value, str(label)) for value, label in Service.Status.choices]
    more = [("past_due", _("Past due")), ("cancelled_at_end", _("Ends soon"))]
    return [*tabs[:3], *more, *tabs[3:]]


def listed_services(query: QueryDict) -> QuerySet[Service]:
    """The services that the page's filters ask for; unknown values are left out."""
    services = services_with_prices(Service.objects.all())
    state = query.get("status", "")
    if state in _STATES:
        services = services.filter(_STATES[state])
    elif state in Service.Status.values:
        services = services.filter(status=state)
    if query.get("plan"):
        services = services.filter(sku=typed(query, "plan"))
    text = typed(query, "q")
    return services.filter(_like(text)) if text else services


def plans_in_use() -> list[tuple[str, str]]:
    """The plans of all services, by sku with a name of each."""
    rows = Service.objects.order_by("sku", "-pk").distinct("sku")
    return sorted(rows.values_list("sku", "name"), key=lambda row: row[1])


def cells(services: Iterable[Service]) -> Iterator[tuple[object, ...]]:
    """Rows for a spreadsheet, under `HEADS`; times in the tenant's zone."""
    for one in services:
        yield (
            str(one.uuid),
            one.name,
            one.label,
            one.client.name,
            one.client.email,
            one.sku,
            one.quantity,
            one.period,
            one.state,
            one.price.major,
            one.price.currency,
            _day(one.starts_at),
            _day(one.paid_until),
            _day(one.renews_at),
            _day(one.cancels_at),
        )


HEADS = (
    "uuid",
    "service",
    "label",
    "client",
    "email",
    "plan",
    "quantity",
    "period",
    "state",
    "price",
    "currency",
    "since",
    "paid_until",
    "renews",
    "ends",
)


def _like(text: str) -> Q:
    name = Q(name__icontains=text) | Q(label__icontains=text) | Q(reference=text)
    return (
        name | Q(client__search_name__startswith=search_key(text)) | Q(client__email__startswith=text.lower())
    )


def _day(at: object) -> str:
    return timezone.localtime(at).date().isoformat() if at else ""  # type: ignore[arg-type]
