"""A reseller decides whether the platform's staff may enter its office."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.history import record
from tenants.models import Tenant
from tenants.records import TenantRecord

from ..cards import Consent, Kind
from ..models import Crossing, TenantConsent
from ..registry import consent_of_client
from .ending import call_off


def consent_of(tenant: TenantRecord) -> str:
    """What the reseller has decided; always, until it says otherwise."""
    choice = TenantConsent.objects.filter(tenant_id=tenant.id).values_list("choice", flat=True).first()
    return choice or Consent.ALWAYS


def consent_now(crossing: Crossing) -> str:
    """What the one who would be acted for has decided, under a lock: no change of it can pass unseen."""
    if crossing.kind == Kind.SELF:
        return Consent.ALWAYS
    if crossing.client_uuid is not None:
        return consent_of_client(crossing.client_uuid)
    tenant = Tenant.objects.select_for_update(no_key=True).get(pk=crossing.to_tenant_id)
    return consent_of(tenant.record)


@transaction.atomic
def set_consent(tenant: TenantRecord, choice: str, *, by: Actor) -> None:
    """Set it; "never" ends what is open. Raises `NotWhileActing`: who looks in must not open the door wider."""
    only_oneself(by)
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.id)
    row, _is_new = TenantConsent.objects.update_or_create(
        tenant_id=tenant.id, defaults={"choice": Consent(choice)}
    )
    record(row, f"consent {choice}", by=by)
    record(row, f"consent {choice}", by=by, into=apps.get_model("accounts.Event"))
    if choice == Consent.NEVER:
        call_off(Crossing.objects.filter(to_tenant_id=tenant.id, kind=Kind.CONSOLE_OFFICE), by=by)
