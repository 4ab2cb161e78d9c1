"""What of orders, invoices, services and credit stands against deleting a client."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branding import formats
from shared_apps.kernel.money import EXPONENTS
from shared_apps.payments import door as payments
from tenant_apps.clients.models import Client
from tenant_apps.clients.obstacles import Obstacle, obstacle

from .models import Invoice, Order, Service


@obstacle
def unpaid_invoices(client: Client) -> Obstacle | None:
    """Invoices that are open, wholly or in part."""
    count = client.invoices.filter(status=Invoice.Status.OPEN).count()
    said = ngettext("%(count)s unpaid invoice", "%(count)s unpaid invoices", count)
    return Obstacle(said % {"count": formats.number(count)}, "invoices") if count else None


@obstacle
def running_services(client: Client) -> Obstacle | None:
    """Services that have not ended, those on trial and those that are suspended too."""
    count = client.services.exclude(status=Service.Status.ENDED).count()
    said = ngettext("%(count)s service that has not ended", "%(count)s services that have not ended", count)
    return Obstacle(said % {"count": formats.number(count)}, "services") if count else None


@obstacle
def waiting_orders(client: Client) -> Obstacle | None:
    """Orders that are placed and neither paid nor cancelled."""
    count = client.orders.filter(status=Order.Status.PLACED).count()
    said = ngettext("%(count)s order that waits", "%(count)s orders that wait", count)
    return Obstacle(said % {"count": formats.number(count)}, "orders") if count else None


@obstacle
def account_credit(client: Client) -> Obstacle | None:
    """What the reseller owes the client, in any currency."""
    held = [payments.credit_balance(client.uuid, currency) for currency in EXPONENTS]
    said = [formats.money(amount) for amount in held if amount]
    if not said:
        return None
    words = _("Account credit: %(amount)s") % {"amount": ", ".join(said)}
    return Obstacle(words, "statement")


@obstacle
def money_on_its_way(client: Client) -> Obstacle | None:
    """Payments whose end is not known yet."""
    count = sum(card.is_open for card in payments.payments_of_client(client.uuid, limit=200))
    said = ngettext("%(count)s payment on its way", "%(count)s payments on their way", count)
    return Obstacle(said % {"count": formats.number(count)}) if count else None
