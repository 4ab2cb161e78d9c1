"""Mails to a person about their commissions: written to the agenda with what they announce."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from shared_apps.agenda.door import schedule
from shared_apps.kernel.money import Money

from .places import member_path


def announce(template: str, person_uuid: UUID, *, key: str, **context: Any) -> None:
    """Send `templates/email/commissions/<template>.html` to a person, in the caller's transaction."""
    _send(template, {"person_uuid": str(person_uuid)}, key, {**context, "pages": member_path()})


def announce_to_staff(template: str, permission: str, *, key: str, **context: Any) -> None:
    """The same to each member of staff who holds `permission`."""
    _send(template, {"permission": permission}, key, context)


def _send(template: str, to: dict[str, str], key: str, context: dict[str, Any]) -> None:
    mail_key = f"commissions.{template}:{key}"
    shown = {name: _as_json(value) for name, value in context.items()}
    payload = {"template": f"commissions/{template}", "to": to, "context": shown, "key": mail_key}
    schedule("notices.send_mail", payload, key=mail_key)


def _as_json(value: Any) -> Any:
    return {"minor": value.minor, "currency": value.currency} if isinstance(value, Money) else value
