"""The mail to whoever looks after the platform when data was not separated."""

from __future__ import annotations

from shared_apps.agenda.door import schedule_for
from tenants.models import Tenant

from .models import IsolationRun

PERMISSION = "isolation.view"


def announce_broken(run: IsolationRun) -> None:
    """Mail each who may read proofs, in the caller's transaction; once for a run."""
    operator = Tenant.objects.values_list("pk", flat=True).get(kind=Tenant.Kind.OPERATOR)
    key = f"isolation.broken:{run.uuid}"
    payload = {
        "template": "isolation/broken",
        "to": {"permission": PERMISSION},
        "context": {},
        "key": key,
    }
    schedule_for(operator, "notices.send_mail", payload, key=key)
