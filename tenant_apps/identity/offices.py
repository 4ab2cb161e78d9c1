"""How an office is known to the platform: one client each, under an id that is made of the tenant's uuid."""

from __future__ import annotations

from uuid import UUID

from allauth.idp.oidc.models import Client

from tenants.hosts import portal_url
from tenants.models import Tenant

SCOPES = ["openid", "email", "profile"]


class OfficeClosed(Exception):
    """The reseller's portal is not live, so nobody signs in there."""


def client_id_of(office: str) -> str:
    return f"office-{UUID(office).hex}"


def office_of(client: Client) -> Tenant:
    """The reseller behind a client. Raises `OfficeClosed` unless it is live."""
    found = Tenant.objects.filter(uuid=client.data["office"]).first()
    if found is None or found.status != Tenant.Status.LIVE:
        raise OfficeClosed(client.id)
    return found


def bring_up_to_date(client: Client) -> Tenant:
    """Let the client's way back be on the office's address of today, and bear its name. Raises `OfficeClosed`."""
    office = office_of(client)
    back = portal_url(office.record, client.data["path"])
    if client.get_redirect_uris() != [back] or client.name != office.name:
        client.set_redirect_uris([back])
        client.name = office.name[:100]
        client.save(update_fields=["redirect_uris", "name"])
    return office
