"""What of orders waits for a client: bills, trials and services that end."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from branding.formats import isolated
from shared_apps.kernel.clock import now
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenant_apps.clients.needs import Need, needs
from tenant_apps.clients.portal import may

from .models import Invoice, Service

SOON = timedelta(days=7)
MOST = 5


@needs
def unpaid(client: Client, person: User) -> list[Need]:
    """Invoices that are open, the oldest first."""
    if not person.can("client.pay"):
        return []
    action = _("Pay") if may("may_pay") else _("View")
    invoices = client.invoices.filter(status=Invoice.Status.OPEN).order_by("due_at", "pk")[:MOST]
    return [
        Need(
            title=_("Invoice %(number)s is waiting to be paid") % {"number": isolated(invoice.number or "")},
            url=reverse("client_invoice", args=[invoice.uuid]),
            action=action,
            icon="receipt-text",
            tone="neg" if invoice.due_at < now() else "warn",
            note=_("Overdue") if invoice.due_at < now() else _("Due on"),
            at=invoice.due_at,
            amount=invoice.due,
        )
        for invoice in invoices
    ]


@needs
def ending(client: Client, person: User) -> list[Need]:
    """Trials and services that stop soon, or have stopped for want of money."""
    if not person.can("client.services"):
        return []
    soon = now() + SOON
    stops = Q(status=Service.Status.TRIAL, trial_ends_at__lt=soon) | Q(cancels_at__lt=soon)
    stopped = Q(past_due_at__isnull=False) | Q(status=Service.Status.SUSPENDED)
    services = client.services.exclude(status=Service.Status.ENDED).filter(stops | stopped).order_by("pk")
    return [_of(service) for service in services[:MOST]]


def _of(service: Service) -> Need:
    url, name = reverse("client_service", args=[service.uuid]), {"name": str(service)}
    if service.status == Service.Status.SUSPENDED or service.past_due_at:
        title = (
            _("%(name)s is suspended")
            if service.status == Service.Status.SUSPENDED
            else _("%(name)s is past due")
        )
        return Need(title % name, url, _("View"), "circle-pause", "neg")
    if service.status == Service.Status.TRIAL:
        return Need(
            _("The trial of %(name)s ends") % name, url, _("Buy"), "hourglass", at=service.trial_ends_at
        )
    return Need(_("%(name)s ends") % name, url, _("View"), "calendar-x", at=service.cancels_at)
