"""What extra services switch on for a reseller (REQUIREMENTS S4.24). Every answer is one query."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shared_apps.crossings.registry import command_named
from shared_apps.domains import door as domains
from shared_apps.kernel.actor import Actor
from tenants.context import current_tenant

from .models import ExtraService, Grant, PlatformSubscription


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much of something the reseller uses, and the most that it may; `url_name` is where it is used."""

    label: str | Promise
    icon: str
    used: int
    most: int
    url_name: str

    @property
    def is_full(self) -> bool:
        return self.used >= self.most


def extras_in_force(tenant_id: int) -> QuerySet[ExtraService]:
    """What a reseller may use now."""
    return ExtraService.objects.filter(tenant_id=tenant_id, status=ExtraService.Status.ACTIVE)


def has_item(tenant_id: int, sku: str) -> bool:
    return extras_in_force(tenant_id).filter(sku=sku).exists()


def has_grant(tenant_id: int, grant: str) -> bool:
    return extras_in_force(tenant_id).filter(grant=grant).exists()


def granted(tenant_id: int, grant: str) -> int:
    """How many seats or domains all its extra services bring together."""
    brings = extras_in_force(tenant_id).filter(grant=grant)
    return int(brings.aggregate(sum=Sum(F("quantity") * F("grant_amount")))["sum"] or 0)


@domains.adds_domains
def extra_domains() -> int:
    """How many own domains the current tenant has bought beside those that everybody has."""
    return granted(current_tenant().id, Grant.DOMAINS)


def seats_allowed(tenant_id: int, *, lock: bool = False) -> int | None:
    """How many members the office may have: those of its plan and the extra ones. None without a plan: no limit.

    `lock`: whoever else wants to add one waits until this transaction ends.
    """
    plans = PlatformSubscription.objects.filter(tenant_id=tenant_id)
    plan = (plans.select_for_update() if lock else plans).values_list("seats", flat=True).first()
    return None if plan is None else plan + granted(tenant_id, Grant.SEATS)


def allowances_of_current(tenant_id: int, *, by: Actor) -> list[Allowance]:
    """What the current tenant uses of what it may."""
    found = []
    if (seats := seats_allowed(tenant_id)) is not None:
        used = int(command_named("accounts.seats_used")(by=by)["used"])
        found.append(Allowance(_("Members of the office"), "users", used, seats, "office_members"))
    used, most = domains.used_and_allowed()
    return [*found, Allowance(_("Own domains"), "globe", used, most, "office_domains")]
