"""The programme's row and its first version; what stands beside the terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant
from tenants.models import Tenant

from ..models import Programme, ProgrammeVersion, Rule, VersionStatus
from ..terms import programme, rules_of, terms_in_force, usual_version

CHANGEABLE = frozenset({"guide_url", "tutorials_url"})
USUAL = Actor.system("commissions.usual_terms")


def begin_programme(at: datetime | None = None) -> ProgrammeVersion:
    """The version in force at a moment or now; the usual terms become the first version where there is none."""
    kept = programme()
    if kept.pk is None:
        kept = _write_usual()
    return terms_in_force(at) if at else kept.version


@transaction.atomic
def change_programme(fields: Mapping[str, Any], *, by: Actor) -> Programme:
    """Set what stands beside the terms: the pages about the programme."""
    strange = fields.keys() - CHANGEABLE
    if strange:
        raise ValueError(f"Not of the programme: {sorted(strange)}.")
    begin_programme()
    kept = Programme.objects.select_for_update().get(tenant_id=current_tenant().id)
    changed = {
        name: [getattr(kept, name), value] for name, value in fields.items() if getattr(kept, name) != value
    }
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["tenant", "version"], validate_constraints=False)
    kept.save()
    record(kept, "change programme", by=by, changed=changed)
    return kept


@transaction.atomic
def _write_usual() -> Programme:
    """Two at once make one: who comes second waits for the tenant's row and finds what the first has made."""
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant().id)
    kept = programme()
    if kept.pk is not None:
        return kept
    version = usual_version()
    rules = rules_of(version)
    version.status, version.number, version.published_at = VersionStatus.PUBLISHED, 1, now()
    version.save()
    Rule.objects.bulk_create(rules)
    kept.version = version
    kept.save()
    record(version, "become published", by=USUAL, to_status=version.status)
    return kept
