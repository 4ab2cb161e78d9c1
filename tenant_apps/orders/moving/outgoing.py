"""What moves away: told to the new reseller, then packed and closed here. The provisioner is told nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from shared_apps.kernel.actor import Actor
from shared_apps.trials.door import TrialStatus
from tenant_apps.clients.models import Client

from ..models import Invoice, Service, ServiceOperation
from ..trial_rows import tell_outcome
from ..verbs.bill import open_invoice_of
from ..verbs.change import drop_changes, locked
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


def what_stands_against(client: Client) -> str:
    """Why the services cannot go at this moment; nothing where they can."""
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
    reason = "Moved to another provider."
    drop_changes(service, reason=reason, by=by)
    withdraw_renewal(service, reason=reason, by=by)
    packed = _packed(service)
    service.move(Service.Status.ENDED, by=by, reason=reason, renews_at=None, past_due_at=None)
    if not service.periods_paid:
        tell_outcome(service, TrialStatus.ENDED)
    return packed


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
