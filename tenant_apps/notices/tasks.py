"""Agenda tasks: deliver a mail; send one that shared code asked for; test a server; forget old mails."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from shared_apps.agenda.door import handles, schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenant_apps.accounts.models import User

from .delivery import Lost, deliver
from .models import MailMessage, MailServer
from .testing import run_test
from .verbs import Recipient, mail_staff, recipient_of, send_mail

KEPT = timedelta(days=180)


@handles("notices.deliver", outside=True)
def deliver_mail(payload: dict[str, Any], *, by: Actor) -> None:
    """Send one mail, unless it is sent already or was forgotten."""
    message = MailMessage.objects.filter(uuid=payload["message"]).first()
    if message is None:
        return
    with suppress(Lost):
        deliver(message)
    _schedule_forgetting()


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


@handles("notices.test_server", outside=True)
def try_server(payload: dict[str, Any], *, by: Actor) -> None:
    """Test the own server, unless it was taken away or another test was begun since."""
    server = MailServer.objects.filter(test__id=payload["test"], test__state="running").first()
    if server:
        run_test(server, payload["test"], User.objects.get(uuid=payload["person"]))


@handles("notices.forget")
def forget_mails(payload: dict[str, Any], *, by: Actor) -> None:
    """Delete the mails that are older than they are kept."""
    MailMessage.objects.filter(created_at__lt=now() - KEPT).exclude(status="sending").delete()


def _schedule_forgetting() -> None:
    """One entry for each month in which mail was sent: nothing wakes up for tenants that send none."""
    at = now()
    schedule("notices.forget", {}, key=f"{at:%Y-%m}", due_at=at + KEPT + timedelta(days=31))
