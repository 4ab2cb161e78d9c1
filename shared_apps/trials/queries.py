"""What the trial board reads: rows of all resellers in one table, never their schemas one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Least
from django.http import QueryDict

from shared_apps.catalog.models import Plan
from shared_apps.kernel.clock import now
from tenants.models import Tenant

from .models import BulkExtension, BulkItem, TrialKind, TrialRow, TrialStatus

WITHIN = (7, 3, 1)
MOST_EXTENSIONS = 3
SORTS = {"ends": "ends_at", "started": "started_at", "given": "total_days", "activity": "last_activity_at"}
ANY = "all"
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """Which trials are asked for; an empty part asks for all. `within`: ends in so many days at most."""

    status: str = TrialStatus.RUNNING
    kind: str = ""
    reseller: str = ""
    sku: str = ""
    within: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How trials with so many extensions came out; `share` is in percent, None where none has finished."""

    extensions: int
    finished: int
    converted: int

    @property
    def share(self) -> float | None:
        return 100 * self.converted / self.finished if self.finished else None


def wish_of(query: QueryDict) -> Wish:
    """The wish of an address or a form; what is unknown or unreadable is left out."""
    status, kind, within = query.get("status", ""), query.get("kind", ""), query.get("within", "")
    return Wish(
        status=status if status in {*TrialStatus.values, ANY} else TrialStatus.RUNNING,
        kind=kind if kind in TrialKind.values else "",
        reseller=_uuid(query.get("reseller", "")),
        sku=query.get("plan", "").replace("\x00", "")[:64],
        within=int(within) if within in map(str, WITHIN) else 0,
        text=query.get("q", "").replace("\x00", "").strip()[:_LONGEST],
    )


def trials(wish: Wish) -> QuerySet[TrialRow]:
    """The trials of a wish with their resellers; those of the isolation proof are nobody's."""
    found = TrialRow.objects.filter(tenant__is_probe=False).select_related("tenant")
    if wish.status != ANY:
        found = found.filter(status=wish.status)
    if wish.kind:
        found = found.filter(kind=wish.kind)
    if wish.reseller:
        found = found.filter(tenant__uuid=wish.reseller)
    if wish.sku:
        found = found.filter(sku=wish.sku)
    if wish.within:
        found = found.filter(ends_at__lte=now() + timedelta(days=wish.within))
    if wish.text:
        found = found.filter(
            Q(client__icontains=wish.text)
            | Q(plan__icontains=wish.text)
            | Q(tenant__name__icontains=wish.text)
        )
    return found


def chosen(uuids: Sequence[str]) -> QuerySet[TrialRow]:
    """The running trials of a selection; what is no uuid is left out."""
    known = [uuid for uuid in uuids if _uuid(uuid)]
    return trials(Wish()).filter(uuid__in=known)


def order_for(sort: str) -> str:
    """The field to sort by; those that end first by default."""
    field = SORTS.get(sort.lstrip("-"), "ends_at")
    return f"-{field}" if sort.startswith("-") else field


def counts() -> dict[str, int]:
    """How many trials stand where. One query."""
    found = TrialRow.objects.filter(tenant__is_probe=False).values_list("status").annotate(Count("pk"))
    return {**dict.fromkeys(TrialStatus.values, 0), **dict(found.order_by())}


def conversions() -> list[Conversion]:
    """How finished trials came out, by the number of their extensions. One query."""
    finished = TrialRow.objects.filter(tenant__is_probe=False).exclude(status=TrialStatus.RUNNING)
    rows = finished.annotate(step=Least("extensions", MOST_EXTENSIONS)).values("step").order_by("step")
    counted = rows.annotate(all=Count("pk"), good=Count("pk", Q(status=TrialStatus.CONVERTED)))
    by_steps = {row["step"]: (row["all"], row["good"]) for row in counted}
    return [Conversion(steps, *by_steps.get(steps, (0, 0))) for steps in range(MOST_EXTENSIONS + 1)]


def resellers() -> list[tuple[str, str]]:
    """Resellers that have trials: uuid and name."""
    found = Tenant.objects.filter(trials__isnull=False, is_probe=False).distinct().order_by("name")
    return [(str(uuid), name) for uuid, name in found.values_list("uuid", "name")]


def plans() -> list[tuple[str, str]]:
    """Plans that are or were tried: sku, and name in the reader's language. Two queries."""
    tried = dict(TrialRow.objects.values_list("sku").annotate(Min("plan")).order_by("sku"))
    known = Plan.objects.filter(sku__in=tried).select_related("product")
    names = {plan.sku: f"{plan.product} {plan} · {plan.get_period_display()}" for plan in known}
    return sorted(((sku, str(names.get(sku, name))) for sku, name in tried.items()), key=lambda each: each[1])


def outcomes(bulk: BulkExtension) -> dict[str, int]:
    """How many trials of a bulk extension stand where. One query."""
    found = bulk.items.values_list("status").annotate(Count("pk")).order_by()
    return {**dict.fromkeys(BulkItem.Status.values, 0), **dict(found)}


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
