"""What moves away: told to the new reseller, then packed and closed here. The provisioner is told nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.trials.door import TrialStatus
from tenant_apps.clients.models import Client

from ..changing.lines import paid_ahead
from ..changing.worth import kept_of
from ..models import Invoice, Service, ServiceOperation
from ..queries import overdue_of
from ..trial_rows import tell_outcome
from ..verbs.activate import prolong
from ..verbs.bill import open_invoice_of
from ..verbs.change import drop_changes, locked
from ..verbs.unused import set_aside
from ..verbs.withdraw import has_money, withdraw_renewal

_CLIENT = (
    "kind", "name", "email", "mobile", "company_name", "tax_id", "registration_number", "national_id",
    "country", "region", "city", "street", "postal_code", "currency", "language", "domain",
)  # fmt: skip
_ADDRESS = ("kind", "label", "country", "region", "city", "street", "postal_code")
_SERVICE = (
    "sku", "name", "label", "quantity", "period", "provisioner", "anchor", "status", "is_trial_first",
    "periods_paid", "trial_total_days", "trial_step_days", "trial_max_days", "trial_end", "reference", "details",
)  # fmt: skip
_DATES = (
    "starts_at", "paid_from", "paid_until", "renews_at", "past_due_at", "cancels_at", "trial_ends_at",
    "created_at",
)  # fmt: skip
_PAID = ("part", "whole", "currency", "tax_name", "tax_bp", "tax_inclusive")
_REASON = "Moved to another provider."
_ITEM = ("kind", "sku", "name", "quantity", "currency", "period", "per_seat")


def moving(client: Client) -> QuerySet[Service]:
    """The services that would move: all that have not ended."""
    found = client.services.exclude(status=Service.Status.ENDED).order_by("pk")
    return found.prefetch_related("items", "operations").select_related("order_line", "client")


def described(service: Service) -> dict[str, Any]:
    """A service as the new reseller may see it before the client has agreed: no prices, no access."""
    return {
        "service": str(service.uuid),
        "name": service.name,
        "label": service.label,
        "period": service.period,
        "state": service.state,
        "paid_until": _iso(service.paid_until or service.trial_ends_at),
        "items": [{name: getattr(item, name) for name in _ITEM} for item in service.current_items],
    }


def what_stands_against(client: Client, *, leaves_debt: bool = False) -> str:
    """Why the services cannot go at this moment; nothing where they can."""
    overdue = [] if leaves_debt else overdue_of(client)
    if overdue:
        return f"Overdue: {', '.join(invoice.label for invoice in overdue)}."
    for service in moving(client):
        if service.status == Service.Status.PENDING:
            return f"{service} is being set up."
        if any(one.status != ServiceOperation.Status.DECLINED and one.is_open for one in _told(service)):
            return f"The provisioner is at work on {service}."
        invoice = open_invoice_of(service)
        if invoice and has_money(invoice):
            return f"Invoice {invoice.label} is being paid."
    return ""


@transaction.atomic
def hand_over(client: Client, *, by: Actor) -> dict[str, Any]:
    """Everything that the new reseller needs; here the services have ended, and are asked for no more.

    What is overdue stays to be paid: its time is the former reseller's to collect, and goes along as billed.
    Raises `PaymentUnderWay`.
    """
    services = [_close(locked(service.pk), by=by) for service in moving(client)]
    return {
        "client": {name: getattr(client, name) for name in _CLIENT},
        "contacts": list(client.contacts.filter(person__is_active=True).values("person__email", "role")),
        "addresses": list(client.addresses.values(*_ADDRESS)),
        "services": services,
        "history": [_period(one) for one in client.services.exclude(starts_at=None).order_by("starts_at")],
    }


def _close(service: Service, *, by: Actor) -> dict[str, Any]:
    drop_changes(service, reason=_REASON, by=by)
    service = _leave_debt(service, by=by)
    packed = {**_packed(service), "paid": _paid_time(service)}
    service.move(Service.Status.ENDED, by=by, reason=_REASON, renews_at=None, past_due_at=None)
    if not service.periods_paid:
        tell_outcome(service, TrialStatus.ENDED)
    return packed


def _leave_debt(service: Service, *, by: Actor) -> Service:
    """What is not overdue is asked for by the new reseller; what is overdue is given on credit here."""
    invoice = open_invoice_of(service)
    if invoice is None or invoice.due_at >= now():
        withdraw_renewal(service, reason=_REASON, by=by)
    elif _is_time_of(invoice, service):
        prolong(service, invoice.uuid, by=by)
        service = locked(service.pk)
    return service


def _is_time_of(invoice: Invoice, service: Service) -> bool:
    """Whether it asks for time in which the service runs; a suspended one had none, a name is not renewed unpaid."""
    is_renewal = invoice.cause not in {Invoice.Cause.ORDER, Invoice.Cause.CHANGE}
    runs = service.status == Service.Status.ACTIVE and service.provisioner != "registrar"
    return is_renewal and runs and bool(service.paid_until)


def _paid_time(service: Service) -> list[dict[str, Any]]:
    """The paid time that is left, at what it is worth here; from now on it is worth nothing here."""
    items, at = [item.pk for item in service.current_items], now()
    rows = [row for row in paid_ahead(service, at) if row.item_id in items]
    told = [
        {
            **{name: getattr(row, name) for name in _PAID},
            "item": items.index(row.item_id),
            "starts_at": row.starts_at.isoformat(),
            "ends_at": row.ends_at.isoformat(),
            "minor": kept_of(row, row.price).minor,
            "wholesale_minor": kept_of(row, row.wholesale).minor,
        }
        for row in rows
    ]
    set_aside(rows, at)
    return told


def _packed(service: Service) -> dict[str, Any]:
    return {
        "service": str(service.uuid),
        "plain": {name: getattr(service, name) for name in _SERVICE},
        "dates": {name: _iso(getattr(service, name)) for name in _DATES},
        "items": [
            {
                **{name: getattr(item, name) for name in _ITEM},
                "wholesale_unit_minor": item.wholesale_unit_minor,
                "starts_at": _iso(item.starts_at),
                "ends_at": _iso(item.ends_at),
            }
            for item in service.current_items
        ],
        "tried_by": service.order_line.tried_by,
        "operations": [
            {"operation": one.operation, "key": one.key, "created_at": _iso(one.created_at)}
            for one in _told(service)
        ],
        "invoices": list(
            Invoice.objects.filter(lines__service=service, number__gt="")
            .distinct()
            .values_list("number", flat=True)
        ),
    }


def _period(service: Service) -> dict[str, Any]:
    return {
        "name": str(service),
        "starts_at": _iso(service.starts_at),
        "ends_at": _iso(service.paid_until or service.trial_ends_at),
    }


def _told(service: Service) -> list[ServiceOperation]:
    return sorted(service.operations.all(), key=lambda one: one.pk)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
