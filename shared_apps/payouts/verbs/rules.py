"""Rules of tax withheld: drafted, published, and from then on only ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..errors import RuleFixed, RuleOverlaps
from ..models import PayoutSettings, RuleStatus, WithholdingRule
from ..queries import rules

CHANGEABLE = frozenset({"name", "country", "kind", "basis_points", "since", "until"})


@transaction.atomic
def put_rule(fields: Mapping[str, Any], *, rule: WithholdingRule | None = None, by: Actor) -> WithholdingRule:
    """Write a draft, or change one. Raises `RuleFixed` for what is published."""
    strange = fields.keys() - CHANGEABLE
    if strange:
        raise ValueError(f"Not part of a rule: {sorted(strange)}.")
    draft = rule or WithholdingRule(tenant_id=current_tenant().id)
    if draft.status != RuleStatus.DRAFT:
        raise RuleFixed(str(draft))
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.full_clean(exclude=["tenant", "published_at"])
    draft.save()
    record(draft, "change rule" if rule else "draft rule", by=by)
    return draft


@transaction.atomic
def publish_rule(rule: WithholdingRule, *, by: Actor) -> None:
    """Have it hold from its first day on. Raises `RuleOverlaps`, `IllegalMove`."""
    _take_turns()
    fresh = rules().get(pk=rule.pk)
    same = rules().filter(status=RuleStatus.PUBLISHED, country=fresh.country, kind=fresh.kind)
    begins_before_end = Q() if fresh.until is None else Q(since__lte=fresh.until)
    if same.filter(begins_before_end, Q(until=None) | Q(until__gte=fresh.since)).exists():
        raise RuleOverlaps(str(fresh))
    rule.move(RuleStatus.PUBLISHED, by=by, published_at=now())


@transaction.atomic
def end_rule(rule: WithholdingRule, *, last_day: date, by: Actor) -> None:
    """Say on which day a published rule holds for the last time; it may not become longer.

    Raises `RuleFixed` for a day before it began or after the one that it has.
    """
    _take_turns()
    fresh = rules().get(pk=rule.pk)
    is_longer = fresh.until is not None and last_day > fresh.until
    if fresh.status != RuleStatus.PUBLISHED or last_day < fresh.since or is_longer:
        raise RuleFixed(str(fresh))
    WithholdingRule.objects.filter(pk=fresh.pk).update(until=last_day)
    record(fresh, "end rule", by=by, last_day=last_day.isoformat())


@transaction.atomic
def withdraw_rule(rule: WithholdingRule, *, by: Actor) -> None:
    """Take a published rule back as a whole; what was withheld by it stays. Raises `IllegalMove`."""
    rule.move(RuleStatus.WITHDRAWN, by=by)


@transaction.atomic
def drop_draft(rule: WithholdingRule, *, by: Actor) -> None:
    """Forget a draft. Raises `RuleFixed` for what was published."""
    if rule.status != RuleStatus.DRAFT:
        raise RuleFixed(str(rule))
    record(rule, "drop rule", by=by)
    WithholdingRule.objects.filter(pk=rule.pk, status=RuleStatus.DRAFT).delete()


def _take_turns() -> None:
    """Two who publish at once take turns, so that each sees the other's rule."""
    row, _is_new = PayoutSettings.objects.get_or_create(tenant_id=current_tenant().id)
    PayoutSettings.objects.select_for_update().get(pk=row.pk)
