"""Mails about settlement, from the operator to a reseller's owners."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import schedule_for
from tenants.hosts import portal_url
from tenants.models import Tenant


def mail_owners(tenant_id: int, template: str, *, key: str, **context: Any) -> None:
    """Mail the owners of a reseller once for each key.

    Their addresses lie in their tenant. So that a verb on shared data needs not enter it, a task does.
    """
    payload = {"template": template, "key": key, "context": context}
    schedule_for(tenant_id, "settlement.mail_owners", payload, key=f"{template}:{key}")


def mail_owner(tenant_id: int, owner: dict[str, str], payload: dict[str, Any]) -> None:
    """The same to one owner: {"email", "name", "language"}."""
    tenant = Tenant.objects.get(pk=tenant_id)
    operator_id = Tenant.objects.values_list("pk", flat=True).get(kind=Tenant.Kind.OPERATOR)
    key = f"settlement:{tenant.uuid}:{payload['template']}:{payload['key']}:{owner['email']}"
    context = {"company": tenant.name, **payload["context"]}
    mail = {"template": f"settlement/{payload['template']}", "to": owner, "key": key, "context": context}
    schedule_for(operator_id, "notices.send_mail", mail, key=key)


def mail_console(template: str, path: str, *, key: str, **context: Any) -> None:
    """Mail whoever works on bills in the operator's tenant, once for each key; `path` is the page to open."""
    operator = Tenant.objects.get(kind=Tenant.Kind.OPERATOR)
    own = f"settlement:{template}:{key}"
    context["url"] = portal_url(operator.record, path)
    payload = {
        "template": f"settlement/{template}",
        "to": {"permission": "bills.edit"},
        "context": context,
        "key": own,
    }
    schedule_for(operator.pk, "notices.send_mail", payload, key=own)
