"""Register a deal, answer it, and see what becomes of it: ninety days in which it is one reseller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money
from tenants.hosts import portal_url
from tenants.models import Tenant

from ..conflicts import clients_elsewhere, has_conflict, is_protected, rivals
from ..marks import marks_of, same_as
from ..models import PROTECTED_FOR, Deal
from ..owners import tell_owners, tell_staff

REMINDED_BEFORE = timedelta(days=14)
MOST_OPEN = 200
Status = Deal.Status


class NothingToTellBy(ValueError):
    """A deal needs a domain or an e-mail address of the company."""


class TooManyDeals(ValueError):
    """The reseller has as many open deals as anybody may."""


class AlreadyOwn(ValueError):
    """The reseller has an open deal with the same company already."""

    def __init__(self, deal: Deal) -> None:
        super().__init__(str(deal.uuid))
        self.deal = deal


class ProtectedElsewhere(ValueError):
    """Another reseller's deal with the same company is protected now."""


class ClientElsewhere(ValueError):
    """Another reseller has the company as a client: to be approved all the same, it takes a reason."""


@dataclass(frozen=True, slots=True)
class DealWish:
    """What a reseller registers. `products`: skus of the catalogue; `key` makes it one."""

    key: UUID
    company_name: str
    value: Money
    domain: str = ""
    contact_name: str = ""
    contact_email: str = ""
    country: str = ""
    products: Sequence[str] = ()
    expected_on: date | None = None
    notes: str = ""


@transaction.atomic
def register_deal(tenant_id: int, wish: DealWish, *, by: Actor) -> Deal:
    """Register a deal of a reseller; the same form again gives the same deal.

    Whether somebody else is there is kept in `has_conflict`, never who. Raises `NothingToTellBy`, `AlreadyOwn` and
    `TooManyDeals`.
    """
    marks = marks_of(domain=wish.domain, email=wish.contact_email)
    if not marks:
        raise NothingToTellBy
    tenant = Tenant.objects.select_for_update().get(pk=tenant_id)
    there = Deal.objects.filter(key=wish.key).first()
    if there and there.tenant_id == tenant.pk:
        return there
    _refuse_more(tenant, wish)
    deal = Deal.objects.create(
        tenant=tenant,
        **asdict(marks),
        **_fields(wish),
        key=uuid4() if there else wish.key,
        has_conflict=has_conflict(tenant.pk, marks),
        registered_by=by.label,
    )
    record(deal, "register", by=by, to_status=deal.status)
    told = {"company": tenant.name, "client": deal.company_name, "deal_uuid": str(deal.uuid)}
    tell_staff("deals.review", "deal_registered", key=str(deal.uuid), **told)
    return deal


@transaction.atomic
def approve_deal(deal: Deal, *, despite: bool = False, reason: str = "", by: Actor) -> None:
    """Protect a deal for ninety days. Of two resellers at once one gets it.

    `despite` clients of other resellers, with a reason. Raises `IllegalMove`, `ProtectedElsewhere` and
    `ClientElsewhere`.
    """
    _hold(deal)
    if any(is_protected(other) for other in rivals(deal.tenant_id, deal)):
        raise ProtectedElsewhere
    if not (despite and reason) and clients_elsewhere(deal.tenant_id, deal).exists():
        raise ClientElsewhere
    until = now() + PROTECTED_FOR
    deal.move(
        Status.APPROVED,
        by=by,
        reason=reason,
        decided_at=now(),
        decision_reason=reason,
        protected_until=until,
    )
    named = {"deal": str(deal.uuid)}
    schedule_for(deal.tenant_id, "partner_store.expire_deal", named, key=str(deal.uuid), due_at=until)
    soon = until - REMINDED_BEFORE
    schedule_for(deal.tenant_id, "partner_store.remind_of_deal", named, key=str(deal.uuid), due_at=soon)
    _tell(deal, "deal_approved", until=until.isoformat(), reason=reason)


@transaction.atomic
def reject_deal(deal: Deal, *, reason: str, by: Actor) -> None:
    """Refuse a deal, with a reason that the reseller reads. Raises `IllegalMove`."""
    deal.move(Status.REJECTED, by=by, reason=reason, decided_at=now(), decision_reason=reason)
    _tell(deal, "deal_rejected", reason=reason)


def withdraw_deal(deal: Deal, *, by: Actor) -> None:
    """The reseller works on it no more. Raises `IllegalMove`."""
    deal.move(Status.WITHDRAWN, by=by, closed_at=now())


def close_deal(deal: Deal, *, is_won: bool, outcome: str = "", by: Actor) -> None:
    """The reseller has won or lost it. Raises `IllegalMove`."""
    deal.move(Status.WON if is_won else Status.LOST, by=by, closed_at=now(), outcome=outcome)


@transaction.atomic
def expire_deal(deal_uuid: str, *, by: Actor) -> bool:
    """The days of protection are over; nothing where it was closed or has other days."""
    due = Deal.objects.select_for_update().filter(
        uuid=deal_uuid, status=Status.APPROVED, protected_until__lte=now()
    )
    deal = due.first()
    if deal is None:
        return False
    deal.move(Status.EXPIRED, by=by, closed_at=now())
    _tell(deal, "deal_expired")
    return True


def remind_of_deal(deal_uuid: str) -> bool:
    """Tell the reseller that the protection ends soon; nothing where it was closed."""
    deal = Deal.objects.filter(uuid=deal_uuid, status=Status.APPROVED, protected_until__gt=now()).first()
    if deal is None or deal.protected_until is None:
        return False
    _tell(deal, "deal_ends_soon", until=deal.protected_until.isoformat())
    return True


def deal_url(deal: Deal) -> str:
    """Where the reseller reads about its deal."""
    return portal_url(deal.tenant.record, f"/office/deals/{deal.uuid}/")


def _refuse_more(tenant: Tenant, wish: DealWish) -> None:
    mine = Deal.objects.filter(tenant=tenant, status__in=Deal.OPEN)
    same = mine.filter(same_as(marks_of(domain=wish.domain, email=wish.contact_email))).first()
    if same:
        raise AlreadyOwn(same)
    if mine.count() >= MOST_OPEN:
        raise TooManyDeals


def _hold(deal: Deal) -> None:
    """Lock the deal and its rivals in one order: of two who approve at once the second sees what the first did."""
    held = Deal.objects.filter(pk=deal.pk) | rivals(deal.tenant_id, deal)
    locked = {one.pk: one for one in held.select_for_update(of=("self",)).order_by("pk")}
    deal.status = locked[deal.pk].status
    if deal.status != Status.SUBMITTED:
        raise IllegalMove(deal, Status.APPROVED)


def _fields(wish: DealWish) -> dict[str, Any]:
    return {
        "company_name": wish.company_name,
        "domain": wish.domain,
        "contact_name": wish.contact_name,
        "contact_email": wish.contact_email,
        "country": wish.country,
        "products": list(wish.products),
        "value_minor": wish.value.minor,
        "currency": wish.value.currency,
        "expected_on": wish.expected_on,
        "notes": wish.notes,
    }


def _tell(deal: Deal, template: str, **context: Any) -> None:
    told = {"client": deal.company_name, "url": deal_url(deal), **context}
    tell_owners(deal.tenant_id, template, key=str(deal.uuid), **told)
