"""A saved card of each client, as it would be after the gateway's page."""

from __future__ import annotations

from shared_apps.isolation.door import plants
from shared_apps.payments import door as payments
from tenant_apps.clients.models import Client

from .people import BY, CLIENTS, address


@plants("saved cards")
def saved_cards(word: str) -> None:
    """No gateway knows of them: nothing can be charged."""
    for number in CLIENTS:
        client = Client.objects.get(email=address(word, number))
        payments.plant_card(client.uuid, f"{word}-{number}", by=BY)
