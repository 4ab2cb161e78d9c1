"""Mails about moves of clients, from the operator to a reseller's owners."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import schedule_for
from tenants.models import Tenant

from .models import ClientMove


def mail_owners(tenant_id: int, template: str, move: ClientMove) -> None:
    """Mail the owners of a reseller once about one step of a move, by a task in their tenant."""
    payload = {"template": template, "move": str(move.uuid)}
    schedule_for(tenant_id, "moves.mail_owners", payload, key=f"{move.uuid}:{template}:{move.status}")


def mail_owner(tenant: Tenant, owner: dict[str, str], payload: dict[str, Any]) -> None:
    """The same to one owner: {"email", "name", "language"}."""
    move = ClientMove.objects.select_related("tenant", "to_tenant").get(uuid=payload["move"])
    operator_id = Tenant.objects.values_list("pk", flat=True).get(kind=Tenant.Kind.OPERATOR)
    key = f"move:{move.uuid}:{payload['template']}:{tenant.uuid}:{owner['email']}"
    context = {
        "company": tenant.name,
        "client": move.client_name,
        "former": move.tenant.name,
        "successor": move.to_tenant.name if move.to_tenant else "",
        "moves_at": move.cut_over_at.isoformat() if move.cut_over_at else None,
        "reason": move.reason,
    }
    mail = {"template": f"moves/{payload['template']}", "to": owner, "key": key, "context": context}
    schedule_for(operator_id, "notices.send_mail", mail, key=key)
