"""Tax rules and how prices are meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from ..errors import TaxRuleTaken
from ..models import PriceSettings, TaxRule

RULE_FIELDS = ("name", "country", "region", "basis_points", "with_tax_id")
SETTINGS = ("prices_include_tax", "asks_terms")


def change_prices(values: Mapping[str, bool], *, by: Actor) -> PriceSettings:
    """Change how prices are meant, for what is ordered from now on; only `SETTINGS` are read."""
    with transaction.atomic():
        kept = PriceSettings.objects.select_for_update().filter(pk=1).first() or PriceSettings(pk=1)
        changed = {
            name: values[name] for name in SETTINGS if name in values and values[name] != getattr(kept, name)
        }
        for name, value in changed.items():
            setattr(kept, name, value)
        kept.save()
        if changed:
            record(kept, "edit", by=by, changed=changed)
    return kept


def put_tax_rule(values: Mapping[str, Any], *, rule: TaxRule | None = None, by: Actor) -> TaxRule:
    """Write a rule, a new one or another wording of one; only `RULE_FIELDS` are read. Raises `TaxRuleTaken`."""
    written = rule or TaxRule()
    for name in RULE_FIELDS:
        if name in values:
            setattr(written, name, values[name])
    try:
        with transaction.atomic():
            written.save()
            record(written, "edit" if rule else "add", by=by, basis_points=written.basis_points)
    except IntegrityError as clash:
        if "tax_rule_once_per_place" in str(clash):
            raise TaxRuleTaken(str(written)) from clash
        raise
    return written


def remove_tax_rule(rule: TaxRule, *, by: Actor) -> None:
    """Forget a rule: what was ordered under it keeps its tax."""
    with transaction.atomic():
        record(rule, "remove", by=by, basis_points=rule.basis_points)
        rule.delete()
