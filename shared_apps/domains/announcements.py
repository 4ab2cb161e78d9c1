"""Mails to those who look after domains: written to the agenda with what they announce."""

from __future__ import annotations

from typing import Any

from shared_apps.agenda.door import schedule_for

from .models import OwnDomain

PERMISSION = "domains.edit"


def announce(template: str, domain: OwnDomain, **context: Any) -> None:
    """Send `templates/email/domains/<template>.html` to each who may edit domains, once for this turn of it."""
    key = f"domains.{template}:{domain.uuid}:{domain.round}"
    shown = {"host": domain.shown_host, "uuid": str(domain.uuid), **context}
    payload = {
        "template": f"domains/{template}",
        "to": {"permission": PERMISSION},
        "context": shown,
        "key": key,
    }
    schedule_for(domain.tenant_id, "notices.send_mail", payload, key=key)
