"""Bring an own mail server, test it, take it away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.accounts.models import User

from ..models import MailServer

LONGEST_TEST = timedelta(minutes=2)
# A change of one of these makes it another server, which nobody has tested.
DECISIVE = ("host", "port", "security", "user", "sender_email")


class TestRunning(Exception):
    """Another test of the server is not over yet."""

    __test__ = False


@transaction.atomic
def save_server(fields: dict[str, Any], *, password: str, by: Actor) -> MailServer:
    """Keep the settings of the own server; an empty password keeps the one there is.

    Another host never gets the password of the one before. What decides over delivery must be tested again.
    Raises `NotWhileActing`: it holds a password, and mail takes its way.
    """
    only_oneself(by)
    server = MailServer.objects.select_for_update().first()
    is_other = server is None or any(getattr(server, name) != fields[name] for name in DECISIVE)
    is_elsewhere = server is not None and (server.host, server.port) != (fields["host"], fields["port"])
    server = server or MailServer()
    for name, value in fields.items():
        setattr(server, name, value)
    server.updated_at = now()
    if is_other or password:
        _forget_tests(server)
    server.save()
    if password or is_elsewhere or not server.user:
        server.seal_password(password)
        server.save(update_fields=["sealed_password"])
    shown = {name: value for name, value in fields.items() if name != "password"}
    record(server, "change_mail_server", by=by, has_new_password=bool(password), **shown)
    return server


@transaction.atomic
def remove_server(*, by: Actor) -> None:
    """From now on mails leave by the portal's server."""
    for server in MailServer.objects.select_for_update():
        record(server, "remove_mail_server", by=by)
        server.delete()


@transaction.atomic
def start_test(server: MailServer, *, to: User, by: Actor) -> str:
    """Have a test mail sent to a member of staff; the id of the test. Its steps appear in `server.test`.

    Raises `TestRunning`: one at a time.
    """
    server = MailServer.objects.select_for_update().get(pk=server.pk)
    if server.test.get("state") == "running" and server.test["begun_at"] > (now() - LONGEST_TEST).isoformat():
        raise TestRunning(server.test["id"])
    test = uuid4().hex
    begun = now().isoformat()
    server.test = {"id": test, "state": "running", "to": to.email, "steps": [], "begun_at": begun}
    server.save(update_fields=["test"])
    record(server, "test_mail_server", by=by, to=to.email)
    payload = {"test": test, "person": str(to.uuid)}
    schedule("notices.test_server", payload, key=test)
    return test


def mark_tested(server: MailServer, test: str, *, code: str, answer: str) -> None:
    """Keep what came of a test, unless the settings were changed or another test was begun meanwhile."""
    passed = not code
    changes: dict[str, Any] = {"tested_at": now(), "error_code": code, "error": answer, "tried_at": now()}
    if passed:
        changes |= {"state": MailServer.State.WORKING, "failures": 0, "failing_since": None}
    MailServer.objects.filter(pk=server.pk, test__id=test, updated_at=server.updated_at).update(**changes)


def _forget_tests(server: MailServer) -> None:
    server.state = MailServer.State.UNTESTED
    server.failures, server.error_code, server.error, server.test = 0, "", "", {}
    server.tested_at = server.tried_at = server.failing_since = None
