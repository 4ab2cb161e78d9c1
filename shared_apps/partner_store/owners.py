"""Mails to the owners of a reseller, from the platform. Their addresses lie in their tenant: a task asks there."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import schedule_for
from tenants.models import Tenant

from .mails import Owner, operator_id


def tell_owners(tenant_id: int, template: str, *, key: str, **context: Any) -> None:
    """Mail every owner of a reseller once for each key, in the caller's transaction."""
    payload = {"template": template, "key": key, "context": context}
    schedule_for(tenant_id, "partner_store.tell_owners", payload, key=f"{template}:{key}")


def tell_owner(tenant_id: int, owner: Owner, payload: dict[str, Any]) -> None:
    """The same to one owner: {"email", "name", "language"}."""
    tenant = Tenant.objects.get(pk=tenant_id)
    key = f"programme:{tenant.uuid}:{payload['template']}:{payload['key']}:{owner['email']}"
    context = {"company": tenant.name, **payload["context"]}
    mail = {"template": f"partner_store/{payload['template']}", "to": owner, "key": key, "context": context}
    schedule_for(operator_id(), "notices.send_mail", mail, key=key)


def tell_staff(permission: str, template: str, *, key: str, **context: Any) -> None:
    """Mail everybody of the operator who holds a permission, once for each key."""
    once = f"programme:{template}:{key}"
    mail: dict[str, Any] = {
        "template": f"partner_store/{template}",
        "to": {"permission": permission},
        "key": once,
        "context": context,
    }
    schedule_for(operator_id(), "notices.send_mail", mail, key=once)
