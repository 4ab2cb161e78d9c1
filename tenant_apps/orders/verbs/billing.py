"""How a tenant bills is changed: for invoices from now on, and for the days to come of those that are open."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from ..models import BillingSettings


@transaction.atomic
def save_billing_settings(settings: BillingSettings, *, by: Actor) -> BillingSettings:
    """Keep the settings, and write down which of them are others now. Numbers already given stay as they are."""
    before = BillingSettings.objects.select_for_update().filter(pk=1).first() or BillingSettings(pk=1)
    names = [field.attname for field in BillingSettings._meta.concrete_fields]
    changed = [name for name in names if getattr(before, name) != getattr(settings, name)]
    settings.pk = 1
    settings.save()
    if changed:
        record(settings, "edit", by=by, fields=changed)
    return settings
