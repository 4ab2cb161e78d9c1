"""Running services take new wholesale prices over, from their next renewal on."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from shared_apps.catalog import door as catalog
from shared_apps.kernel.actor import Actor

from ..models import Service, ServiceItem


@transaction.atomic
def take_over(version_uuid: UUID | str, *, by: Actor) -> int:
    """Set the wholesale price of every item of running services that a change in force names; returns how many.

    What is paid or billed already keeps its own. What clients pay stays as it is. Again, it changes nothing.
    """
    change = catalog.price_change(version_uuid)
    if change is None or change.is_ahead or not change.for_renewals:
        return 0
    count = 0
    for item in catalog.changed_items(version_uuid, on_sale_only=False):
        running = ServiceItem.objects.filter(sku=item.sku, currency=item.currency, ends_at=None)
        running = running.exclude(service__status=Service.Status.ENDED)
        count += running.update(wholesale_unit_minor=item.after.wholesale.minor)
    catalog.note_taken_over(version_uuid, count)
    return count
