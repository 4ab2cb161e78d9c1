"""How this tenant's clients are called in its reports."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from shared_apps.reports.door import names_clients

from .models import Client


@names_clients
def names_of(uuids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """The name of each client and its page in the office. One query."""
    found = Client.objects.filter(uuid__in=list(uuids))
    return {one.uuid: (one.name, reverse("office_client", args=[one.uuid])) for one in found}
