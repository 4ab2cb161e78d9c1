"""What the partner programme recognises a client by, told whenever it changes."""

from __future__ import annotations

from shared_apps.partner_store import door as programme

from .models import Client

AT_ONCE = 500


def mark(client: Client) -> None:
    """Tell the address and the domain as they are stored now, in the caller's transaction."""
    programme.mark_client(client.uuid, email=client.email, domain=client.domain)


def forget(client: Client) -> None:
    """The client goes for good."""
    programme.forget_client(client.uuid)


def mark_again(*keys: int) -> None:
    """The same for clients that changed underneath their objects."""
    for client in Client.objects.filter(pk__in=keys):
        mark(client)


def mark_some(after: int) -> int:
    """Mark some clients behind a key; the last one's key, 0 when all are marked."""
    found = list(Client.objects.filter(pk__gt=after, erased_at=None).order_by("pk")[:AT_ONCE])
    for client in found:
        mark(client)
    return found[-1].pk if len(found) == AT_ONCE else 0
