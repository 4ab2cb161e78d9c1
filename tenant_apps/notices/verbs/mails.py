"""Announce something by mail, written with the change that it announces and sent by the agenda; send it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.accounts.models import User
from tenants.context import current_tenant

from ..models import MailMessage


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail goes to; without a language it is written in the tenant's."""

    email: str
    name: str = ""
    language: str = ""


class UnsafeHeader(ValueError):
    """A line break in a name or an address (RELIABILITY 27)."""


@transaction.atomic
def send_mail(template: str, *, to: Recipient, context: dict[str, Any], key: str) -> None:
    """Have the mail `templates/email/<template>.html` sent to one recipient.

    `context` is JSON (money as {"minor", "currency"}, times in ISO 8601). The same key again sends nothing.
    Raises `UnsafeHeader` for a line break in the address or the name.
    """
    if any(mark in part for part in (to.email, to.name) for mark in "\r\n"):
        raise UnsafeHeader("A name or an address holds a line break.")
    message, is_new = MailMessage.objects.get_or_create(
        key=key,
        defaults={
            "template": template,
            "to_email": to.email,
            "to_name": to.name,
            "language": to.language or current_tenant().default_language,
            "context": context,
            "created_at": now(),
        },
    )
    if is_new:
        schedule("notices.deliver", {"message": str(message.uuid)}, key=str(message.uuid))


def recipient_of(person: User) -> Recipient:
    return Recipient(person.email, person.name, person.language)


def mail_staff(template: str, *, permission: str, context: dict[str, Any], key: str) -> None:
    """The same mail to each member of staff who has `permission`."""
    for person in User.objects.holding(permission):
        send_mail(template, to=recipient_of(person), context=context, key=f"{key}:{person.uuid}")


class CannotSendAgain(Exception):
    """A mail that is on its way, or one whose code or link is for its recipient alone."""


@transaction.atomic
def send_again(message: MailMessage, *, by: Actor) -> MailMessage:
    """Try a failed mail anew, or send a copy of one that was sent. Returns the mail that goes out.

    Raises `CannotSendAgain` for private or erased mails and for those that wait or are being sent.
    """
    message = MailMessage.objects.select_for_update().get(pk=message.pk)
    if message.is_closed or message.status not in (MailMessage.Status.FAILED, MailMessage.Status.SENT):
        raise CannotSendAgain(message.status)
    record(message, "send_again", by=by)
    if message.status == MailMessage.Status.SENT:
        message = _copy(message)
    else:
        message.status, message.tries, message.next_try_at = MailMessage.Status.WAITING, 0, None
        message.save(update_fields=["status", "tries", "next_try_at"])
    schedule("notices.deliver", {"message": str(message.uuid)}, key=f"{message.uuid}:{uuid4().hex[:12]}")
    return message


def _copy(message: MailMessage) -> MailMessage:
    return MailMessage.objects.create(
        key=f"again:{uuid4()}",
        template=message.template,
        to_email=message.to_email,
        to_name=message.to_name,
        language=message.language,
        context=message.context,
        subject=message.subject,
        created_at=now(),
    )


@transaction.atomic
def forget_addresses(addresses: Iterable[str]) -> int:
    """Take everything that tells to whom it was out of the log of mails; what still waits is not sent.

    That a mail of this kind went out, and when, stays. Returns how many were blanked.
    """
    theirs = MailMessage.objects.filter(to_email__in=[address.lower() for address in addresses if address])
    theirs.filter(status=MailMessage.Status.WAITING).delete()
    return theirs.update(to_email="", to_name="", subject="", context={}, words=None, error="", answer="")
