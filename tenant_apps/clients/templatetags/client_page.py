"""What every page of one client shows: its tabs."""

from __future__ import annotations

from typing import Any

from django import template

from ..models import Client, Contact
from ..sections import tabs_of

register = template.Library()


@register.simple_tag(takes_context=True)
def client_tabs(context: dict[str, Any], client: Client) -> list[dict[str, Any]]:
    """The tabs of a client's page that the reader may see."""
    request = context["request"]
    return tabs_of(client, person=request.user, path=request.path)


@register.filter
def of_person(clients: dict[int, list[Client]], contact: Contact) -> list[Client]:
    """The clients of a contact's person, out of a table by person."""
    return clients.get(contact.person_id, [])
