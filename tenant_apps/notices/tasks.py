"""Agenda tasks: deliver a mail; send one that shared code asked for."""

from __future__ import annotations

from typing import Any

from django.core.mail import get_connection

from shared_apps.agenda.door import handles
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenant_apps.accounts.models import User

from .models import MailMessage
from .rendering import as_email, render
from .verbs import Recipient, mail_staff, recipient_of, send_mail


@handles("notices.deliver", outside=True)
def deliver(payload: dict[str, Any], *, by: Actor) -> None:
    """Send one mail, unless it is sent already."""
    message = MailMessage.objects.get(uuid=payload["message"])
    if message.status == MailMessage.Status.SENT:
        return
    rendered = render(message)
    get_connection().send_messages([as_email(message, rendered)])
    message.subject, message.status, message.sent_at = rendered.subject[:250], MailMessage.Status.SENT, now()
    message.save(update_fields=["subject", "status", "sent_at"])


@handles("notices.send_mail")
def send(payload: dict[str, Any], *, by: Actor) -> None:
    """A mail from shared code: `to` holds a person's uuid; or email, name and language; or a permission of staff."""
    to = payload["to"]
    if "permission" in to:
        mail_staff(
            payload["template"], permission=to["permission"], context=payload["context"], key=payload["key"]
        )
        return
    if "person_uuid" in to:
        recipient = recipient_of(User.objects.get(uuid=to["person_uuid"]))
    else:
        recipient = Recipient(to["email"], to.get("name", ""), to.get("language", ""))
    send_mail(payload["template"], to=recipient, context=payload["context"], key=payload["key"])
