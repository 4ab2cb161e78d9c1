"""What people and offices set about payouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.commissions.verbs.methods import refuse_others
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..models import PayoutProfile, PayoutSettings

PROFILE = frozenset({"kind", "name", "address", "country", "tax_id"})
SETTINGS = frozenset(
    {
        "account_holder",
        "account_iban",
        "account_bic",
        "sends_xml",
        "columns",
        "delimiter",
        "has_decimal_comma",
        "paid_words",
        "returned_words",
        "is_profile_required",
        "statement_by",
        "statement_prefix",
    }
)


@transaction.atomic
def put_profile(person_uuid: UUID, fields: Mapping[str, Any], *, by: Actor) -> PayoutProfile:
    """Say who one is to documents; only the person themselves. Statements issued before stay as they are.

    Raises `NotWhileActing`, `NotYours`.
    """
    refuse_others(person_uuid, by)
    _refuse_strange(fields, PROFILE)
    kept, _is_new = PayoutProfile.objects.update_or_create(
        tenant_id=current_tenant().id, person_uuid=person_uuid, defaults={**fields, "updated_at": now()}
    )
    record(kept, "change payout profile", by=by)
    return kept


@transaction.atomic
def put_settings(fields: Mapping[str, Any], *, by: Actor) -> PayoutSettings:
    """Set how the tenant pays, and from which account. Raises `NotWhileActing`."""
    only_oneself(by)
    _refuse_strange(fields, SETTINGS)
    kept, _is_new = PayoutSettings.objects.update_or_create(
        tenant_id=current_tenant().id, defaults=dict(fields)
    )
    kept.full_clean(exclude=["tenant", "columns", "paid_words", "returned_words"], validate_unique=False)
    record(kept, "change payout settings", by=by, changed=sorted(fields))
    return kept


def _refuse_strange(fields: Mapping[str, Any], known: frozenset[str]) -> None:
    strange = fields.keys() - known
    if strange:
        raise ValueError(f"Not known here: {sorted(strange)}.")
