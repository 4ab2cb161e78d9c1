"""The operator's mail log: what became of each mail of each tenant, never what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from shared_apps.kernel.clock import now
from shared_apps.kernel.secrets import lasting_digest
from tenants.context import current_tenant

from ..models import MailRow

KEPT = timedelta(days=180)
_SALT = "reports.mail"


@dataclass(frozen=True, slots=True)
class MailFate:
    """What became of a mail: `status` is sent, delayed or failed; `error` is the server's answer."""

    uuid: UUID
    template: str
    to_email: str
    status: str
    attempts: int
    error: str = ""


def record_mail(fate: MailFate) -> None:
    """Write down the newest try of a mail of the current tenant."""
    shown = masked(fate.to_email)
    MailRow.objects.update_or_create(
        uuid=fate.uuid,
        defaults={
            "tenant_id": current_tenant().id,
            "template": fate.template,
            "to": shown,
            "to_digest": digest_of(fate.to_email),
            "status": fate.status,
            "attempts": fate.attempts,
            "error": fate.error.replace(fate.to_email, shown)[:1000],
            "at": now(),
        },
    )


def masked(email: str) -> str:
    """The first letter and the domain of an address: s***@example.com."""
    local, at, domain = email.rpartition("@")
    return f"{local[:1]}***{at}{domain}" if at else "***"


def digest_of(email: str) -> str:
    """What tells an address from others without keeping it."""
    return lasting_digest(_SALT, email.strip().casefold())


def forget_mails() -> int:
    """Delete the rows that are older than they are kept; how many."""
    return MailRow.objects.filter(at__lt=now() - KEPT).delete()[0]
