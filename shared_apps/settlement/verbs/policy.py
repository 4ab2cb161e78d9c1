"""Agree with oneself how bills are made."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from ..models import BillingPolicy


@dataclass(frozen=True, slots=True)
class PolicyWish:
    """What holds for bills from now on; those that were issued stay as they are."""

    tax_name: str = ""
    tax_bp: int = 0
    tax_countries: list[str] = field(default_factory=list)
    due_days: int = 14
    renew_days: int = 14
    grace_days: int = 14


@transaction.atomic
def set_policy(wish: PolicyWish, *, by: Actor) -> BillingPolicy:
    """Set it, with an event of what changed."""
    BillingPolicy.objects.get_or_create(only=True)
    rules = BillingPolicy.objects.select_for_update().get()
    changed = {name: value for name, value in asdict(wish).items() if getattr(rules, name) != value}
    for name, value in changed.items():
        setattr(rules, name, value)
    if changed:
        rules.save()
        record(rules, "set policy", by=by, changed=changed)
    return rules
