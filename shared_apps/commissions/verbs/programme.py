"""Changing the terms of the programme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..models import Programme
from ..queries import programme

CHANGEABLE = frozenset(
    {"rate_bp", "hold_days", "cookie_days", "earning_days", "minimum_minor", "guide_url", "tutorials_url"}
)


@transaction.atomic
def change_programme(fields: Mapping[str, Any], *, by: Actor) -> Programme:
    """Set terms for what is earned from now on; the currency and other fields cannot be changed."""
    strange = fields.keys() - CHANGEABLE
    if strange:
        raise ValueError(f"Not a term of the programme: {sorted(strange)}.")
    usual = programme()
    kept, _is_new = Programme.objects.select_for_update().get_or_create(
        tenant_id=current_tenant().id,
        defaults={"currency": usual.currency, "minimum_minor": usual.minimum_minor},
    )
    changed = {
        name: [getattr(kept, name), value] for name, value in fields.items() if getattr(kept, name) != value
    }
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["tenant"], validate_constraints=False)
    kept.save()
    record(kept, "change programme", by=by, changed=changed)
    return kept
