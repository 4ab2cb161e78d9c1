"""Mails to a person about their commissions: written to the agenda with what they announce."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from shared_apps.agenda.door import schedule
from shared_apps.kernel.money import Money


def announce(template: str, person_uuid: UUID, *, key: str, **context: Any) -> None:
    """Send `templates/email/commissions/<template>.html` to a person, in the caller's transaction."""
    shown = {name: _as_json(value) for name, value in context.items()}
    mail_key = f"commissions.{template}:{key}"
    schedule(
        "notices.send_mail",
        {
            "template": f"commissions/{template}",
            "to": {"person_uuid": str(person_uuid)},
            "context": shown,
            "key": mail_key,
        },
        key=mail_key,
    )


def _as_json(value: Any) -> Any:
    return {"minor": value.minor, "currency": value.currency} if isinstance(value, Money) else value
