"""How a reseller is, read from shared rows alone: words with their reasons, no score (REQUIREMENTS S5.27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shared_apps.agenda.models import Entry
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.models import Status as DomainStatus
from shared_apps.kernel.clock import now
from shared_apps.partner_store.models import PlatformSubscription
from tenants.models import Tenant, TenantStatus

Plan = PlatformSubscription.Status


class Level(TextChoices):
    WELL = "well", gettext_lazy("All well")
    ATTENTION = "attention", gettext_lazy("Needs a look")
    TROUBLE = "trouble", gettext_lazy("In trouble")
    STOPPED = "stopped", gettext_lazy("Not running")


TONES = {Level.WELL: "pos", Level.ATTENTION: "warn", Level.TROUBLE: "neg", Level.STOPPED: "mute"}


@dataclass(frozen=True, slots=True)
class Health:
    """A level and what it comes from; no reasons where all is well."""

    level: Level
    reasons: Sequence[str | Promise]

    @property
    def label(self) -> str | Promise:
        return self.level.label

    @property
    def tone(self) -> str:
        return TONES[self.level]


def with_health(tenants: QuerySet[Tenant]) -> QuerySet[Tenant]:
    """Each with its level, and with the number of its failed entries of the agenda."""
    mine = {"tenant_id": OuterRef("pk")}
    failed = Entry.objects.filter(**mine, status=Entry.Status.FAILED)
    domains = OwnDomain.objects.filter(**mine)
    in_trouble = (
        Exists(failed)
        | Exists(domains.filter(status=DomainStatus.SUSPENDED))
        | Q(platform_subscription__status__in=[Plan.SUSPENDED, Plan.ENDED])
    )
    needs_a_look = (
        Q(status=TenantStatus.PROVISIONING)
        | Exists(domains.filter(status=DomainStatus.FAILING))
        | past_due(now())
    )
    level = Case(
        When(~Q(status__in=[TenantStatus.LIVE, TenantStatus.PROVISIONING]), then=Value(Level.STOPPED.value)),
        When(in_trouble, then=Value(Level.TROUBLE.value)),
        When(needs_a_look, then=Value(Level.ATTENTION.value)),
        default=Value(Level.WELL.value),
        output_field=CharField(),
    )
    counted = failed.order_by().values("tenant_id").annotate(count=Count("pk")).values("count")
    return tenants.annotate(health_level=level, failed_work=Coalesce(Subquery(counted), 0))


def past_due(at: datetime) -> Q:
    """The plan should have been renewed, or its trial has run out, and nothing followed."""
    return Q(platform_subscription__status=Plan.ACTIVE, platform_subscription__renews_at__lt=at) | Q(
        platform_subscription__status=Plan.TRIAL, platform_subscription__trial_ends_at__lt=at
    )


def health_of(tenant: Tenant, domains: Sequence[OwnDomain]) -> Health:
    """What the level of a tenant of `with_health` comes from. `domains`: its own that fail or are suspended."""
    level = Level(tenant.health_level)  # type: ignore[attr-defined]
    if level is Level.STOPPED:
        return Health(level, [tenant.get_status_display()])
    return Health(level, [*_of_work(tenant), *_of_domains(domains), *_of_plan(tenant)])


def _of_work(tenant: Tenant) -> list[str]:
    if tenant.status == TenantStatus.PROVISIONING:
        return [_("Being set up")]
    failed: int = tenant.failed_work  # type: ignore[attr-defined]
    words = ngettext("%(count)s failed task", "%(count)s failed tasks", failed)
    return [words % {"count": failed}] if failed else []


def _of_domains(domains: Sequence[OwnDomain]) -> list[str]:
    words = {
        DomainStatus.FAILING: _("%(host)s is failing"),
        DomainStatus.SUSPENDED: _("%(host)s is suspended"),
    }
    return [words[DomainStatus(each.status)] % {"host": each.shown_host} for each in domains]


def _of_plan(tenant: Tenant) -> list[str]:
    plan = getattr(tenant, "platform_subscription", None)
    if plan is None:
        return []
    at = now()
    if plan.status in (Plan.SUSPENDED, Plan.ENDED):
        return [_("Plan: %(status)s") % {"status": plan.get_status_display()}]
    if plan.status == Plan.ACTIVE and plan.renews_at and plan.renews_at < at:
        return [_("The renewal is overdue")]
    if plan.status == Plan.TRIAL and plan.trial_ends_at and plan.trial_ends_at < at:
        return [_("The trial is over")]
    return []
