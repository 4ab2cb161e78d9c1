"""A service's row follows the service; what it adds to or takes from the recurring revenue is written down."""

from __future__ import annotations

from django.db import transaction

from tenants.context import current_tenant

from ..models import MoveKind, RecurringMove, ServiceFact
from ..rows import ServiceRow
from .record import local_day

ACTIVE, ENDED = "active", "ended"
_REASON = 200


@transaction.atomic
def record_service(row: ServiceRow) -> None:
    """Bring a service of the current tenant up to date, and note what that does to the recurring revenue."""
    fact = _locked(row)
    was, was_wholesale = fact.recurring_minor, fact.recurring_wholesale_minor
    is_new = fact.started_at is None
    _follow(fact, row)
    if fact.currency != row.monthly.currency:
        # A client that pays in another currency now: what recurred is lost in the one and new in the other.
        _note(fact, row, MoveKind.CHURN, -was, -was_wholesale)
        fact.currency, was, was_wholesale = row.monthly.currency, 0, 0
    delta = fact.recurring_minor - was
    _note(
        fact,
        row,
        _kind(was, fact.recurring_minor, is_new=is_new),
        delta,
        fact.recurring_wholesale_minor - was_wholesale,
    )
    fact.save()


def _locked(row: ServiceRow) -> ServiceFact:
    fact, _is_new = ServiceFact.objects.select_for_update().get_or_create(
        tenant_id=current_tenant().id,
        service_uuid=row.service_uuid,
        defaults={
            "client_uuid": row.client_uuid,
            "sku": row.sku,
            "status": row.status,
            "quantity": row.quantity,
            "period": row.period,
            "currency": row.monthly.currency,
            "created_at": row.created_at,
        },
    )
    return fact


def _follow(fact: ServiceFact, row: ServiceRow) -> None:
    fact.client_uuid, fact.country = row.client_uuid, row.country
    fact.sku, fact.product_sku, fact.status = row.sku, row.product_sku, row.status
    fact.quantity, fact.period = row.quantity, row.period
    fact.monthly_minor, fact.monthly_wholesale_minor = row.monthly.minor, row.monthly_wholesale.minor
    counts = row.status == ACTIVE
    fact.recurring_minor = row.monthly.minor if counts else 0
    fact.recurring_wholesale_minor = row.monthly_wholesale.minor if counts else 0
    fact.trial_started_at = row.trial_started_at or fact.trial_started_at
    fact.trial_ends_at = row.trial_ends_at or fact.trial_ends_at
    if counts and fact.started_at is None:
        fact.started_at = row.at
    if row.status == ENDED and fact.ended_at is None:
        fact.ended_at, fact.reason = row.at, row.reason[:_REASON]


def _kind(was: int, now: int, *, is_new: bool) -> str:
    if not was:
        return MoveKind.NEW if is_new else MoveKind.REACTIVATION
    if not now:
        return MoveKind.CHURN
    return MoveKind.EXPANSION if now > was else MoveKind.CONTRACTION


def _note(fact: ServiceFact, row: ServiceRow, kind: str, delta: int, wholesale: int) -> None:
    if not delta and not wholesale:
        return
    RecurringMove.objects.create(
        tenant_id=fact.tenant_id,
        service_uuid=fact.service_uuid,
        client_uuid=fact.client_uuid,
        country=fact.country,
        sku=fact.sku,
        product_sku=fact.product_sku,
        at=row.at,
        day=local_day(row.at, current_tenant()),
        kind=kind,
        currency=fact.currency,
        delta_minor=delta,
        wholesale_delta_minor=wholesale,
    )
