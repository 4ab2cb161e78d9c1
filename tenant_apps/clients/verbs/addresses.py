"""More addresses of a client, and which one its invoices bear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from ..models import Address, Client

POSTAL = ("street", "postal_code", "city", "region", "country")
_FIELDS = ("kind", "label", *POSTAL)


@transaction.atomic
def put_address(client: Client, details: Mapping[str, Any], *, address: Address | None, by: Actor) -> Address:
    """Add an address, or change the one that is given."""
    put = address or Address(client=client)
    for name in _FIELDS:
        setattr(put, name, details[name])
    put.save()
    record(client, "change address" if address else "add address", by=by, address=str(put))
    return put


@transaction.atomic
def remove_address(address: Address, *, by: Actor) -> None:
    """The address is forgotten; what was sent there keeps it."""
    record(address.client, "remove address", by=by, address=str(address))
    address.delete()


@transaction.atomic
def bill_to(address: Address, *, by: Actor) -> None:
    """Have invoices bear this address from now on; the one that they bore takes its place among the others."""
    client = Client.objects.select_for_update().get(pk=address.client.pk)
    before = {name: getattr(client, name) for name in POSTAL}
    Client.objects.filter(pk=client.pk).update(**{name: getattr(address, name) for name in POSTAL})
    if before["street"]:
        Address.objects.filter(pk=address.pk).update(**before, label="", kind=Address.Kind.BILLING)
    else:
        address.delete()
    record(client, "bill to another address", by=by)
