"""Deliver one mail: claim it, choose its way, hand it over, keep what came of it.

SMTP knows no idempotency. A worker that dies between the server's answer and the commit leaves a mail *sending*;
after the lease it is sent once more under the same Message-ID, by which mailboxes drop the second copy. Whatever
else happens (the task delivered twice, two workers) it is sent once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NoReturn

from django.core.mail import BadHeaderError
from django.db.models import F, Q

from shared_apps.agenda.door import Later
from shared_apps.kernel.clock import now
from shared_apps.reports.door import MailFate, record_mail

from .models import MailMessage, MailServer
from .rendering import Rendered, as_email, render
from .routes import Own, Platform
from .smtp import Step
from .troubles import Trouble
from .verbs.mails import mail_staff

Route = Own | Platform
Status = MailMessage.Status

LEASE = timedelta(minutes=2)
# Minutes until the next try. A code or a link is worth nothing the day after.
WAITS = (1, 5, 15, 60, 180, 360, 720, 1440)
WAITS_OF_PRIVATE_MAIL = WAITS[:3]
# So many tries a mail has by the own server before it takes the portal's; so many in a row, and staff hear of it.
OWN_TRIES = 3
ABOUT_THE_SERVER = "notices/server_failing_staff"


class Lost(Exception):
    """No further try: the log says why."""


def deliver(message: MailMessage) -> None:
    """Send a mail that is not sent yet. Raises `Later` where it will be tried again."""
    # A private mail that was sent has forgotten what it told.
    if message.status in (Status.SENT, Status.FAILED):
        return
    rendered = render(message)
    if not _claimed(message):
        return
    try:
        route, answer = _hand_over(message, rendered)
    except (Later, Lost):
        raise
    except Exception:
        # A fault of ours: the agenda shows it, and the mail is free for the next try.
        MailMessage.objects.filter(pk=message.pk).update(status=Status.WAITING)
        raise
    _keep_sent(message, rendered, route, answer)


def _hand_over(message: MailMessage, rendered: Rendered) -> tuple[Route, str]:
    """Send it by its way, or by the portal's where the own server has failed often enough."""
    route = _route(message, MailServer.objects.first())
    try:
        return route, _send(route, message, rendered)
    except Trouble as trouble:
        if not (isinstance(route, Own) and _may_take_the_other_way(message, route.server, trouble)):
            _put_off(message, trouble, route)
    try:
        return Platform(), _send(Platform(), message, rendered)
    except Trouble as other:
        _put_off(message, other, Platform())


def _claimed(message: MailMessage) -> bool:
    """Take a waiting mail, or one whose sender died, to send it; False where it is settled."""
    orphaned = Q(status=Status.SENDING, sending_at__lt=now() - LEASE)
    mine = MailMessage.objects.filter(Q(status=Status.WAITING) | orphaned, pk=message.pk)
    if mine.update(status=Status.SENDING, sending_at=now()):
        return True
    if MailMessage.objects.filter(pk=message.pk, status=Status.SENDING).exists():
        raise Later(LEASE, "Somebody else is sending it.")
    return False


def _route(message: MailMessage, server: MailServer | None) -> Route:
    if server is None or not server.is_in_use or message.template == ABOUT_THE_SERVER:
        return Platform()
    if message.is_private:
        # Who runs the server reads what it carries: a manager must not get at the owner's code or reset link.
        return Platform()
    falls_back = server.on_failure == MailServer.OnFailure.FALL_BACK
    if falls_back and (server.is_resting(now()) or message.tries >= OWN_TRIES):
        return Platform()
    return Own(server)


def _send(route: Route, message: MailMessage, rendered: Rendered) -> str:
    mail = as_email(message, rendered, sender=route.sender)
    try:
        answer = route.send(mail, message.to_email)
    except BadHeaderError as unsafe:
        # A line break in a name or an address (RELIABILITY 27): it would be the same at every try.
        raise Trouble(Step.ACCEPTED, "content", is_final=True) from unsafe
    except Trouble as trouble:
        if isinstance(route, Own) and not trouble.is_final:
            _blame(route.server, trouble)
        raise
    if isinstance(route, Own):
        _praise(route.server)
    return answer


def _may_take_the_other_way(message: MailMessage, server: MailServer, trouble: Trouble) -> bool:
    """Whether the portal's server sends it at once: the own one has failed often enough."""
    if trouble.is_final or server.on_failure != MailServer.OnFailure.FALL_BACK:
        return False
    return server.state == MailServer.State.FAILING or message.tries + 1 >= OWN_TRIES


def _put_off(message: MailMessage, trouble: Trouble, route: Route) -> NoReturn:
    """Keep why it was not sent, and raise `Later` while there are tries left."""
    waits = WAITS_OF_PRIVATE_MAIL if message.is_private else WAITS
    is_lost = trouble.is_final or message.tries >= len(waits)
    wait = timedelta() if is_lost else timedelta(minutes=waits[message.tries])
    MailMessage.objects.filter(pk=message.pk).update(
        status=Status.FAILED if is_lost else Status.WAITING,
        tries=F("tries") + 1,
        error_code=trouble.code,
        error=trouble.answer,
        via=route.via,
        next_try_at=None if is_lost else now() + wait,
        context={} if is_lost and message.is_private else message.context,
    )
    _tell(message, "failed" if is_lost else "delayed", f"{trouble.code} {trouble.answer}".strip())
    if not is_lost:
        raise Later(wait, str(trouble))
    raise Lost


def _keep_sent(message: MailMessage, rendered: Rendered, route: Route, answer: str) -> None:
    MailMessage.objects.filter(pk=message.pk).update(
        status=Status.SENT,
        sent_at=now(),
        subject="" if message.is_private else rendered.subject[:250],
        words=rendered.words,
        context={} if message.is_private else message.context,
        via=route.via,
        answer=answer,
        tries=F("tries") + 1,
        error_code="",
        error="",
        next_try_at=None,
    )
    _tell(message, "sent")


def _tell(message: MailMessage, status: str, error: str = "") -> None:
    """The operator's log learns what became of it, not what it says."""
    fate = MailFate(message.uuid, message.template, message.to_email, status, message.tries + 1, error)
    record_mail(fate)


def _blame(server: MailServer, trouble: Trouble) -> None:
    """Count a failure; at the third in a row the server is failing, and staff hear of it once."""
    at = now()
    MailServer.objects.filter(pk=server.pk).update(
        failures=F("failures") + 1, tried_at=at, error_code=trouble.code, error=trouble.answer
    )
    broken = MailServer.objects.filter(
        pk=server.pk, state=MailServer.State.WORKING, failures__gte=OWN_TRIES
    ).update(state=MailServer.State.FAILING, failing_since=at)
    server.refresh_from_db()
    if broken:
        context = {"server": str(server), "trouble": trouble.code, "answer": trouble.answer,
                   "falls_back": server.on_failure == MailServer.OnFailure.FALL_BACK}  # fmt: skip
        mail_staff(ABOUT_THE_SERVER, permission="mail.edit", context=context, key=f"server:{server.pk}:{at}")


def _praise(server: MailServer) -> None:
    """What it takes makes it a working server again."""
    if server.failures:
        MailServer.objects.filter(pk=server.pk, state__in=["working", "failing"]).update(
            state=MailServer.State.WORKING, failures=0, error_code="", error="", failing_since=None
        )
