"""Mails about changes of prices, from the operator to a reseller's owners."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from shared_apps.agenda.door import schedule_for
from tenants.context import current_tenant
from tenants.hosts import portal_url
from tenants.models import Tenant

from .models import PriceVersion
from .wording import spoken_in

Owner = dict[str, str]


def mail_owners(uuid: UUID | str, template: str, owners: Sequence[Owner], *, path: str) -> None:
    """Tell the owners of the reseller acted in: "prices_announced" or "prices_called_off".

    Each is {"email", "name", "language"}; `path` is the page in the office that shows the change.
    """
    version = PriceVersion.objects.get(uuid=uuid)
    tenant = current_tenant()
    operator = Tenant.objects.values_list("pk", flat=True).get(kind=Tenant.Kind.OPERATOR)
    for owner in owners:
        key = f"prices:{version.uuid}:{template}:{tenant.uuid}:{owner['email']}"
        context = {
            "company": tenant.name,
            "effective_at": version.effective_at.isoformat() if version.effective_at else None,
            "for_renewals": version.for_renewals,
            "note": spoken_in(version.note, owner["language"]),
            "url": portal_url(tenant, path),
        }
        mail = {"template": f"catalog/{template}", "to": owner, "key": key, "context": context}
        schedule_for(operator, "notices.send_mail", mail, key=key)
