"""Open tickets stand against deleting their client; closed ones are blanked with it."""

from __future__ import annotations

from django.utils.translation import ngettext

from branding import formats
from tenant_apps.clients.models import Client
from tenant_apps.clients.obstacles import Obstacle, obstacle

from .queries import count_open


@obstacle
def open_tickets(client: Client) -> Obstacle | None:
    """Tickets that are not closed."""
    count = count_open(client)
    said = ngettext("%(count)s open ticket", "%(count)s open tickets", count)
    return Obstacle(said % {"count": formats.number(count)}, "tickets") if count else None
