"""Reads of the programme's terms: the version in force, its rules, and who has which level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from .cards import Terms
from .models import (
    EarningLine,
    EarningStatus,
    Programme,
    ProgrammeVersion,
    Referral,
    Rule,
    VersionStatus,
)
from .models.rule import RATE_BP
from .models.version import least_withdrawal
from .reckoning import Case, in_force
from .tiers import tier_of


def programme() -> Programme:
    """The current tenant's programme; an unsaved one with the usual terms until somebody earns or changes it."""
    tenant = current_tenant()
    kept = Programme.objects.select_related("version").filter(tenant_id=tenant.id).first()
    return kept or Programme(tenant_id=tenant.id, version=usual_version(), currency=tenant.currency)


def usual_version() -> ProgrammeVersion:
    """The terms that a programme begins with, not saved (REQUIREMENTS, "Commission base")."""
    tenant = current_tenant()
    return ProgrammeVersion(
        tenant_id=tenant.id,
        currency=tenant.currency,
        minimum_minor=least_withdrawal(tenant.currency).minor,
        created_at=now(),
    )


def versions() -> QuerySet[ProgrammeVersion]:
    """The published versions of the current tenant's programme, newest first."""
    published = ProgrammeVersion.objects.filter(tenant_id=current_tenant().id, status=VersionStatus.PUBLISHED)
    return published.order_by("-number")


def draft() -> ProgrammeVersion | None:
    """The version that is being edited, where there is one."""
    return ProgrammeVersion.objects.filter(tenant_id=current_tenant().id, status=VersionStatus.DRAFT).first()


def terms_in_force(at: datetime | None = None) -> ProgrammeVersion:
    """The version in force at a moment, or now; the first one before that; the usual terms, unsaved, before any."""
    if at is None:
        return programme().version
    return versions().filter(published_at__lte=at).first() or versions().last() or usual_version()


def rules_of(version: ProgrammeVersion) -> list[Rule]:
    """The rules of a version in the order in which they are tried."""
    if version.pk is None:
        return [Rule(version=version, percent_bp=RATE_BP)]
    rules = list(version.rules.all())
    for rule in rules:
        rule.version = version
    return in_force(rules)


def rate_for_all(version: ProgrammeVersion) -> int:
    """The part of every purchase that no other rule names, in basis points: what the programme promises first."""
    found = (rule.percent_bp for rule in rules_of(version) if rule.is_for_all and rule.percent_bp is not None)
    return next(found, 0)


def terms_of(kept: Programme) -> Terms:
    version = kept.version
    return Terms(
        rate_bp=rate_for_all(version),
        hold_days=version.hold_days,
        cookie_days=version.cookie_days,
        earning_days=version.earning_days,
        minimum=version.minimum,
        guide_url=kept.guide_url,
        tutorials_url=kept.tutorials_url,
        minimums=tuple(minimum for _code, minimum, _limit in version.others if minimum),
    )


def case_of(referral: Referral, version: ProgrammeVersion, rules: Sequence[Rule], at: datetime) -> Case:
    """What the rules of a version ask about a sale to a referred client, as it is now."""
    capped = [rule.key for rule in rules if rule.total_cap_minor is not None]
    return Case(
        currency=version.currency,
        attributed_at=referral.attributed_at,
        at=at,
        tier=tier_of(referral.referrer_uuid) if any(rule.tier for rule in rules) else "",
        purchases=referral.earnings.count() if any(rule.purchases for rule in rules) else 0,
        earned=_earned_by(capped, referral) if capped else {},
    )


def _earned_by(keys: Sequence[UUID], referral: Referral) -> dict[UUID, int]:
    """What rules, through all versions, have brought from a client; what was taken back wholly does not count."""
    lines = EarningLine.objects.filter(earning__referral=referral, rule__key__in=keys)
    sums = lines.exclude(earning__status=EarningStatus.REVERSED).order_by().values_list("rule__key")
    return {key: int(minor) for key, minor in sums.annotate(sum=Sum("amount_minor"))}
