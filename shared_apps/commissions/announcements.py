"""Mails to a person about their commissions: written to the agenda with what they announce."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared_apps.agenda.door import schedule, schedule_many
from shared_apps.kernel.money import Money

from .models import Withdrawal
from .places import member_path


def announce(template: str, person_uuid: UUID, *, key: str, **context: Any) -> None:
    """Send `templates/email/commissions/<template>.html` to a person, in the caller's transaction."""
    _send(template, {"person_uuid": str(person_uuid)}, key, {**context, "pages": member_path()})


def announce_to_staff(template: str, permission: str, *, key: str, **context: Any) -> None:
    """The same to each member of staff who holds `permission`."""
    _send(template, {"permission": permission}, key, context)


def announce_all(template: str, about: Sequence[tuple[Withdrawal, dict[str, Any]]]) -> None:
    """`announce` to the people of many withdrawals, in one statement for a thousand of them."""
    work, pages = [], member_path()
    for withdrawal, context in about:
        shown = {"amount": withdrawal.net, "method": withdrawal.method.masked, "pages": pages, **context}
        work.append(
            _mail(template, {"person_uuid": str(withdrawal.person_uuid)}, str(withdrawal.uuid), shown)
        )
    schedule_many("notices.send_mail", work)


def _send(template: str, to: dict[str, str], key: str, context: dict[str, Any]) -> None:
    mail_key, payload = _mail(template, to, key, context)
    schedule("notices.send_mail", payload, key=mail_key)


def _mail(template: str, to: dict[str, str], key: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A mail's key in the agenda, and the mail."""
    mail_key = f"commissions.{template}:{key}"
    shown = {name: _as_json(value) for name, value in context.items()}
    return mail_key, {"template": f"commissions/{template}", "to": to, "context": shown, "key": mail_key}


def _as_json(value: Any) -> Any:
    return {"minor": value.minor, "currency": value.currency} if isinstance(value, Money) else value
