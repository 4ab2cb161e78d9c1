"""Mails about a client's account: written in the transaction of what they announce."""

from __future__ import annotations

from typing import Any

from tenant_apps.accounts.links import link
from tenant_apps.notices.verbs import Recipient, recipient_of, send_mail

from .models import Client
from .queries import owners_of


def announce_deletion(client: Client, *, key: str) -> None:
    """The account is closed and will be erased; until when it may be kept."""
    ends_at = client.deletes_at.isoformat() if client.deletes_at else ""
    _to_client("deletion_planned", client, key=key, deletes_at=ends_at)


def announce_stay(client: Client, *, key: str) -> None:
    """The deletion was taken back."""
    _to_client("deletion_called_off", client, key=key)


def _to_client(template: str, client: Client, *, key: str, **about: Any) -> None:
    """To its owners; to the client's own address where nobody signs in for it."""
    about |= {"client": client.name, "url": link("client_home")}
    to = {str(person.uuid): recipient_of(person) for person in owners_of(client)}
    if not to and client.email:
        to = {"client": Recipient(client.email, client.name, client.language)}
    for whom, recipient in to.items():
        send_mail(f"clients/{template}", to=recipient, context=about, key=f"{template}:{key}:{whom}")
