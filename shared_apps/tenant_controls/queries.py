"""The console's resellers: one list, filtered, sorted, each row with all that is shown of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from shared_apps.domains.models import OwnDomain
from shared_apps.domains.models import Status as DomainStatus
from shared_apps.kernel.history import EventRecord, history_of
from shared_apps.partner_store.models import PlatformSubscription
from shared_apps.partner_store.queries import resellers
from tenants.models import Domain, Tenant, TenantStatus

from .health import Health, health_of, with_health

# After all that have a date.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
ORDERS = {
    "name": ("name", True),
    "-name": ("name", False),
    "created": ("created_at", True),
    "-created": ("created_at", False),
    "renewal": ("renewal", True),
    "-renewal": ("renewal", False),
}
_BAD = [DomainStatus.FAILING, DomainStatus.SUSPENDED]
# The move beside it says the same in a badge.
_SAID_TWICE = [f"portal.{turn}" for turn in ("suspend", "resume", "archive", "restore", "delete")]


@dataclass(frozen=True, slots=True)
class ResellerRow:
    """What cards, table and export show of a reseller. `owner`: who applied, until the portal says who owns it."""

    tenant: Tenant
    host: str
    owner: str
    plan: PlatformSubscription | None
    health: Health

    @property
    def renews_at(self) -> datetime | None:
        """When the plan is renewed, or its trial ends."""
        return (self.plan.renews_at or self.plan.trial_ends_at) if self.plan else None


def listed(wishes: Mapping[str, str]) -> QuerySet[Tenant]:
    """The resellers that `q`, `status`, `country`, `plan` and `health` ask for; unknown wishes give none.

    Those that were deleted are listed only where their status is asked for.
    """
    found = _described()
    if text := wishes.get("q", ""):
        found = found.filter(_says(text))
    if not wishes.get("status"):
        found = found.exclude(status=TenantStatus.CLOSED)
    columns = {
        "status": "status",
        "country": "country",
        "plan": "platform_subscription__sku",
        "health": "health_level",
    }
    return found.filter(**{column: wishes[name] for name, column in columns.items() if wishes.get(name)})


def _described() -> QuerySet[Tenant]:
    """Every reseller with what a row shows of it."""
    plan = "platform_subscription"
    canonical = Domain.objects.filter(tenant=OuterRef("pk"), is_canonical=True).values("host")
    every = resellers().prefetch_related(None).select_related("application", "portal_owner", plan)
    return with_health(every).annotate(
        host=Subquery(canonical[:1]),
        renewal=Coalesce(f"{plan}__renews_at", f"{plan}__trial_ends_at", Value(NEVER)),
    )


def rows_of(tenants: Iterable[Tenant]) -> list[ResellerRow]:
    """The rows of some tenants of `listed`. One query, however many there are."""
    shown = list(tenants)
    domains: dict[int, list[OwnDomain]] = defaultdict(list)
    for domain in OwnDomain.objects.filter(tenant__in=shown, status__in=_BAD).order_by("host"):
        domains[domain.tenant_id].append(domain)
    return [_row(tenant, domains[tenant.pk]) for tenant in shown]


def row_of(tenant: Tenant) -> ResellerRow:
    return rows_of(_described().filter(pk=tenant.pk))[0]


def choices() -> dict[str, list[tuple[str, str]]]:
    """What there is to filter by: countries and plans of the resellers. Two queries."""
    every = resellers().order_by()
    countries = every.values_list("country", flat=True).distinct()
    plans = PlatformSubscription.objects.order_by("name").values_list("sku", "name").distinct()
    return {"country": [(code, code) for code in countries], "plan": list(plans)}


def own_domains_of(tenant: Tenant) -> Sequence[OwnDomain]:
    """Every domain that the reseller has claimed and not given back."""
    return list(
        OwnDomain.objects.filter(tenant=tenant).exclude(status=DomainStatus.RELEASED).order_by("host")
    )


def history(tenant: Tenant) -> QuerySet[EventRecord]:
    """What happened to a reseller as a whole, each thing once."""
    return history_of(tenant).exclude(verb__in=_SAID_TWICE)


def _says(text: str) -> Q:
    """Organisation, address, owner or any host."""
    fields = ("name", "slug", "portal_owner__email", "application__applicant_email")
    hosts = Domain.objects.filter(host__icontains=text).values("tenant")
    wanted = Q(pk__in=hosts)
    for field in fields:
        wanted |= Q((f"{field}__icontains", text))
    return wanted


def _row(tenant: Any, domains: Sequence[OwnDomain]) -> ResellerRow:
    owner, application = getattr(tenant, "portal_owner", None), getattr(tenant, "application", None)
    return ResellerRow(
        tenant=tenant,
        host=tenant.host or "",
        owner=owner.email if owner else application.applicant_email if application else "",
        plan=getattr(tenant, "platform_subscription", None),
        health=health_of(tenant, domains),
    )
