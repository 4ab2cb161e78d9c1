"""The test of an own mail server: a mail to whoever asked for it, and what came of each step."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared_apps.kernel.clock import now
from tenant_apps.accounts.models import User

from .models import MailMessage, MailServer
from .rendering import as_email, render
from .routes import Own
from .smtp import Step
from .troubles import Trouble, reason_of
from .verbs import mark_tested

STEPS = {
    Step.RESOLVE: _("Find the host's address"),
    Step.CONNECT: pgettext_lazy("step of a test", "Connect"),
    Step.TLS: _("Agree on encryption and check the certificate"),
    Step.SIGN_IN: _("Sign in"),
    Step.ACCEPTED: _("Hand a test mail over"),
}


class Course:
    """Writes each step of a test down as it begins, so that a page can watch."""

    def __init__(self, server: MailServer, test: str) -> None:
        self._server, self._test = server, test
        self._begun: list[str] = []

    def begin(self, step: Step) -> None:
        self._begun.append(step)
        self._write("running", "", "")

    def end(self, code: str, answer: str) -> None:
        self._write("failed" if code else "passed", code, answer)

    def _write(self, state: str, code: str, answer: str) -> None:
        test = {**self._server.test, "state": state, "steps": self._begun, "code": code, "answer": answer}
        mine = MailServer.objects.filter(pk=self._server.pk, test__id=self._test)
        mine.update(test=test)


def run_test(server: MailServer, test: str, person: User) -> None:
    """Send the test mail by the own server and keep what came of it."""
    course = Course(server, test)
    message = _message(server, test, person)
    rendered = render(message)
    route = Own(server)
    code = answer = ""
    try:
        mail = as_email(message, rendered, sender=route.sender)
        answer = route.send(mail, message.to_email, course.begin)
    except Trouble as trouble:
        code, answer = trouble.code, trouble.answer
    _keep(message, rendered.subject, code, answer)
    mark_tested(server, test, code=code, answer=answer)
    course.end(code, answer)


def _message(server: MailServer, test: str, person: User) -> MailMessage:
    defaults = {
        "template": "notices/server_test",
        "to_email": person.email,
        "to_name": person.name,
        "language": person.language or "en",
        "context": {"server": str(server)},
        "status": MailMessage.Status.SENDING,
        "via": MailMessage.Via.OWN,
        "created_at": now(),
        "sending_at": now(),
    }
    return MailMessage.objects.get_or_create(key=f"server_test:{test}", defaults=defaults)[0]


def _keep(message: MailMessage, subject: str, code: str, answer: str) -> None:
    message.subject, message.tries = subject[:250], 1
    message.error_code = code
    if code:
        message.status, message.error = MailMessage.Status.FAILED, answer
    else:
        message.status, message.answer, message.sent_at = MailMessage.Status.SENT, answer[:250], now()
    message.save()


def steps_of(test: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of a test for a page: label, state (done, running, failed, waiting) and what was said."""
    begun, state = test.get("steps", []), test.get("state", "")
    shown = []
    for step, label in STEPS.items():
        if step not in begun:
            how = "waiting"
        elif step != begun[-1] or state == "passed":
            how = "done"
        else:
            how = "failed" if state == "failed" else "running"
        said = how == "failed" or (state == "passed" and step == begun[-1])
        shown.append({
            "label": label,
            "state": how,
            "reason": reason_of(test.get("code", "")) if how == "failed" else "",
            "answer": test.get("answer", "") if said else "",
        })  # fmt: skip
    return shown
