"""The next version of the programme: begun as a copy, edited, published or discarded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.context import current_tenant

from ..models import Programme, ProgrammeVersion, Rule, VersionStatus
from ..terms import draft, rules_of
from .programme import begin_programme

TERMS = (
    "hold_days",
    "cookie_days",
    "earning_days",
    "minimum_minor",
    "second_approval_minor",
    "minimums",
    "second_approvals",
)
OF_A_RULE = (
    "product_sku",
    "sku",
    "tier",
    "occasion",
    "percent_bp",
    "amount_minor",
    "cap_minor",
    "total_cap_minor",
    "months",
    "purchases",
)


@transaction.atomic
def start_draft(*, by: Actor) -> ProgrammeVersion:
    """The version that is being edited; a copy of the published one where there is none."""
    published = begin_programme()
    # Whoever comes second waits, and edits the same draft.
    Programme.objects.select_for_update().get(tenant_id=current_tenant().id)
    found = draft()
    if found:
        return found
    made = ProgrammeVersion.objects.create(
        tenant_id=current_tenant().id,
        currency=published.currency,
        created_at=now(),
        **{name: getattr(published, name) for name in TERMS},
    )
    Rule.objects.bulk_create(_copy(rule, made) for rule in rules_of(published))
    record(made, "start draft", by=by, to_status=made.status, after=published.number)
    return made


@transaction.atomic
def change_terms(version: ProgrammeVersion, fields: Mapping[str, Any], *, by: Actor) -> ProgrammeVersion:
    """Set terms of a draft. Raises `IllegalMove` for a published one, `ValidationError`."""
    _refuse_strange(fields, TERMS)
    kept = _locked(version)
    changed = {
        name: [getattr(kept, name), value] for name, value in fields.items() if getattr(kept, name) != value
    }
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["tenant", "number", "published_at"], validate_constraints=False)
    kept.save()
    record(kept, "change terms", by=by, changed=changed)
    return kept


@transaction.atomic
def put_rule(
    version: ProgrammeVersion, fields: Mapping[str, Any], *, key: UUID | None = None, by: Actor
) -> Rule:
    """Add a rule to a draft as its last, or change the one of `key`. Raises `IllegalMove`, `ValidationError`,
    `Rule.DoesNotExist`."""
    _refuse_strange(fields, OF_A_RULE)
    kept = _locked(version)
    rule = kept.rules.get(key=key) if key else Rule(version=kept, key=uuid4(), position=kept.rules.count())
    for name, value in fields.items():
        setattr(rule, name, value)
    rule.full_clean(exclude=["version"])
    rule.save()
    record(kept, "put rule", by=by, rule=str(rule.key), **{name: fields[name] for name in fields})
    return rule


@transaction.atomic
def drop_rule(version: ProgrammeVersion, key: UUID, *, by: Actor) -> None:
    """Take a rule out of a draft. Raises `IllegalMove`, `Rule.DoesNotExist`."""
    kept = _locked(version)
    rule = kept.rules.get(key=key)
    record(kept, "drop rule", by=by, rule=str(key), was=str(rule))
    rule.delete()


@transaction.atomic
def publish(version: ProgrammeVersion, *, note: str = "", by: Actor) -> ProgrammeVersion:
    """Put a draft in force for what is earned from now on. Raises `IllegalMove` where it was published before."""
    # Without its version: a row that is locked together with another one vanishes when that other one changes.
    programme = Programme.objects.select_for_update().get(tenant_id=version.tenant_id)
    version.move(
        VersionStatus.PUBLISHED,
        by=by,
        reason=note,
        number=(programme.version.number or 0) + 1,
        note=note,
        published_at=now(),
        published_by=by.label,
    )
    programme.version = version
    programme.save(update_fields=["version"])
    return version


@transaction.atomic
def discard_draft(version: ProgrammeVersion, *, by: Actor) -> None:
    """Throw a draft away. Raises `IllegalMove` for a published one."""
    kept = _locked(version)
    record(kept, "discard draft", by=by)
    kept.delete()


def _copy(rule: Rule, version: ProgrammeVersion) -> Rule:
    said = {name: getattr(rule, name) for name in OF_A_RULE}
    return Rule(version=version, key=rule.key, position=rule.position, **said)


def _locked(version: ProgrammeVersion) -> ProgrammeVersion:
    found = (
        ProgrammeVersion.objects.select_for_update()
        .filter(pk=version.pk, tenant_id=current_tenant().id, status=VersionStatus.DRAFT)
        .first()
    )
    if found is None:
        raise IllegalMove(version, "edited")
    return found


def _refuse_strange(fields: Mapping[str, Any], known: tuple[str, ...]) -> None:
    strange = fields.keys() - set(known)
    if strange:
        raise ValueError(f"Not of the programme: {sorted(strange)}.")
