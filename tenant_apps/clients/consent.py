"""How crossings read what a client has decided about visits of staff."""

from __future__ import annotations

from uuid import UUID

from shared_apps.crossings.door import Consent, consent_source

from .models import Client


@consent_source
def consent_under_lock(client_uuid: UUID) -> str:
    """The client's decision; a change of it waits until the caller's transaction ends. Never for nobody."""
    found = Client.objects.select_for_update().filter(uuid=client_uuid)
    return found.values_list("access_consent", flat=True).first() or Consent.NEVER
