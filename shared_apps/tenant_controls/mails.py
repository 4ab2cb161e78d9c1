"""Mails to a reseller's owners. They go out from the operator's tenant: the reseller's own may be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from shared_apps.agenda.door import schedule_for
from shared_apps.partner_store.mails import operator_id
from tenants.models import Tenant

if TYPE_CHECKING:
    from .verbs.both_sides import Owner


def mail_owners(template: str, tenant: Tenant, owners: Sequence[Owner], **context: Any) -> None:
    """Send `templates/email/tenant_controls/<template>.html` to each owner, once for this turn."""
    for owner in owners:
        key = f"tenant_controls.{template}:{uuid4()}"
        payload = {
            "template": f"tenant_controls/{template}",
            "to": {
                "email": owner.email,
                "name": owner.name,
                "language": owner.language or tenant.default_language,
            },
            "context": {"company": tenant.name, "host": tenant.record.canonical_host, **context},
            "key": key,
        }
        schedule_for(operator_id(), "notices.send_mail", payload, key=key)
