"""What the tests of mail share: a real mail server, and a reseller that uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import move_by
from tenant_apps.notices.models import MailMessage, MailServer
from tenant_apps.notices.verbs import Recipient, save_server, send_mail, start_test
from tests.tenant_apps.notices.smtp_server import HOST, PASSWORD, USER, MailHost, serve

BY = Actor.system("tests")


@pytest.fixture
def mail_host(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailHost]:
    """A server that asks for STARTTLS and a password; its certificate is trusted here."""
    host = serve(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    settings.OUTSIDE_ALLOWED = [f"{HOST}:{host.port}"]
    yield host
    host.stop()


def bring(at: MailHost, *, password: str = PASSWORD, **changes: Any) -> MailServer:
    """Make it the tenant's own server."""
    fields = {
        "host": HOST, "port": at.port, "security": "starttls", "user": USER,
        "sender_email": "hello@shop.example", "on_failure": "fall_back",
    }  # fmt: skip
    return save_server({**fields, **changes}, password=password, by=BY)


def after_test(server: MailServer, person: Any) -> MailServer:
    start_test(server, to=person, by=BY)
    run_due()
    server.refresh_from_db()
    return server


@pytest.fixture
def own_server(in_reseller: Any, mail_host: MailHost, olga: Any) -> MailServer:
    """A server that has passed its test."""
    server = after_test(bring(mail_host), olga)
    assert server.state == "working", server.test
    mail_host.got.clear()
    return server


@pytest.fixture
def later() -> Iterator[Callable[[timedelta], None]]:
    """Do what is due after a while."""
    passed = timedelta()

    def wait(time: timedelta) -> None:
        nonlocal passed
        passed += time
        move_by(lambda: passed)
        run_due()

    yield wait
    move_by(timedelta)


def announce(
    key: str = "k", to: str = "ann@example.com", template: str = "orders/service_active"
) -> MailMessage:
    """One mail, tried once."""
    send_mail(
        template,
        to=Recipient(to, "Ann", "en"),
        context={"service": "Tea", "code": "123456", "days": 7, "url": "https://x.example/"},
        key=key,
    )
    run_due()
    return MailMessage.objects.get(key=key)
