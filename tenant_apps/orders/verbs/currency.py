"""A client's currency, which the first order fixes."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from tenant_apps.clients.models import Client
from tenant_apps.storefront.currency import may_choose

from ..errors import CurrencyDiffers


@transaction.atomic
def take_currency(client: Client, currency: str, *, by: Actor) -> None:
    """Have a client billed in a currency from the first order on; raises `CurrencyDiffers` once there is one."""
    if client.currency == currency:
        return
    held = Client.objects.select_for_update().get(pk=client.pk)
    if not may_choose(held):
        raise CurrencyDiffers(f"{held.currency} and {currency}")
    held.currency = client.currency = currency
    held.save(update_fields=["currency"])
    record(held, "choose currency", by=by, currency=currency)
