"""A reseller's own mail server: tested, used, failing, and never a way into our network (RELIABILITY 11)."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from tenant_apps.notices import smtp
from tenant_apps.notices.delivery import ABOUT_THE_SERVER
from tenant_apps.notices.models import MailMessage, MailServer
from tenant_apps.notices.testing import steps_of
from tenant_apps.notices.verbs import TestRunning, remove_server, start_test
from tests.tenant_apps.notices.conftest import BY, after_test, announce, bring
from tests.tenant_apps.notices.smtp_server import HOST, PASSWORD, MailHost, serve


def states(server: MailServer) -> list[str]:
    return [step["state"] for step in steps_of(server.test)]


def test_a_test_goes_through_every_step_and_reaches_whoever_asked(
    in_reseller: Any, mail_host: MailHost, olga: Any
) -> None:
    server = after_test(bring(mail_host), olga)
    assert (server.state, states(server)) == ("working", ["done"] * 5)
    (got,) = mail_host.got
    assert (got.mail_from, got.rcpt_tos) == ("hello@shop.example", [olga.email])
    sent = message_from_bytes(got.content)
    assert sent["From"] == "Alpha Bulut <hello@shop.example>"
    # Nothing that a server writes into Received names whoever runs the portal.
    assert set(mail_host.handler.hellos) == {in_reseller.canonical_host}
    assert mail.outbox == []


def test_it_is_not_used_before_its_test(in_reseller: Any, mail_host: MailHost) -> None:
    bring(mail_host)
    announce()
    assert (len(mail.outbox), mail_host.got) == (1, [])


def test_mails_leave_by_it_once_it_has_passed(own_server: MailServer, mail_host: MailHost) -> None:
    message = announce()
    assert (message.status, message.via) == ("sent", "own")
    assert message.answer.startswith("250 queued as")
    assert mail_host.got[0].rcpt_tos == ["ann@example.com"]
    assert mail.outbox == []


def test_tls_from_the_start_works_too(
    in_reseller: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, olga: Any
) -> None:
    host = serve(tmp_path, is_tls=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    settings.OUTSIDE_ALLOWED = [f"{HOST}:{host.port}"]
    server = after_test(bring(host, security="tls"), olga)
    host.stop()
    assert (server.state, len(host.got)) == ("working", 1)


@pytest.mark.parametrize(("name", "is_trusted"), [("mail.other.example", True), (HOST, False)])
def test_a_certificate_for_another_name_or_of_nobody_is_refused(
    name: str, is_trusted: bool, in_reseller: Any, tmp_path: Path, settings: Any, monkeypatch: Any, olga: Any
) -> None:
    host = serve(tmp_path, name=name)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    settings.OUTSIDE_ALLOWED = [f"{HOST}:{host.port}"]
    server = after_test(bring(host), olga)
    host.stop()
    assert (server.state, server.error_code) == ("untested", "certificate")
    assert states(server) == ["done", "done", "failed", "waiting", "waiting"]
    assert host.got == []


def test_a_wrong_password_is_told_with_the_servers_answer(
    in_reseller: Any, mail_host: MailHost, olga: Any
) -> None:
    server = after_test(bring(mail_host, password="wrong"), olga)
    assert (server.state, server.error_code) == ("untested", "sign_in")
    assert server.error.startswith("535")
    assert states(server) == ["done", "done", "done", "failed", "waiting"]


@pytest.mark.parametrize(
    ("host", "port", "code"),
    [("127.0.0.1", 587, "private"), ("10.0.0.1", 25, "private"), ("169.254.169.254", 465, "private"),
     ("[::1]", 587, "private"), ("localhost", 587, "private"), ("127.0.0.1", 6379, "port")],
)  # fmt: skip
def test_our_own_network_is_out_of_reach(
    host: str, port: int, code: str, in_reseller: Any, olga: Any, mail_host: MailHost, monkeypatch: Any
) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("Somebody connected."))
    server = after_test(bring(mail_host, host=host, port=port), olga)
    assert (server.error_code, states(server)[0]) == (code, "failed")


def test_its_password_is_sealed_for_this_row_of_this_tenant(
    in_reseller: Any, mail_host: MailHost, other_reseller: Any
) -> None:
    from shared_apps.kernel.secrets import SecretUnreadable

    server = bring(mail_host)
    assert PASSWORD not in server.sealed_password
    assert server.password() == PASSWORD
    server.pk += 1
    with pytest.raises(SecretUnreadable):
        server.password()


def test_another_host_never_gets_the_password_of_the_one_before(
    in_reseller: Any, mail_host: MailHost
) -> None:
    bring(mail_host)
    assert bring(mail_host, password="").password() == PASSWORD
    assert bring(mail_host, password="", host="mail.thief.example").password() == ""


def test_a_change_must_be_tested_again(own_server: MailServer, mail_host: MailHost) -> None:
    assert bring(mail_host, password="", on_failure="retry").state == "working"
    assert bring(mail_host, password="", sender_email="other@shop.example").state == "untested"


def test_a_refusal_for_now_is_tried_again(own_server: MailServer, mail_host: MailHost, later: Any) -> None:
    mail_host.handler.answers = ["451 4.3.0 Come back later"]
    message = announce()
    assert (message.status, message.tries, message.error_code) == ("waiting", 1, "content")
    assert message.error == "451 4.3.0 Come back later"
    later(timedelta(seconds=61))
    message.refresh_from_db()
    assert (message.status, message.tries, message.via, message.error_code) == ("sent", 2, "own", "")
    assert len(mail_host.got) == 1


def test_a_recipient_who_is_refused_for_good_is_not_tried_again(
    own_server: MailServer, mail_host: MailHost, later: Any
) -> None:
    mail_host.handler.refused = {"ann@example.com"}
    message = announce()
    later(timedelta(days=3))
    message.refresh_from_db()
    assert (message.status, message.tries, message.error) == ("failed", 1, "550 5.1.1 No such user here")
    own_server.refresh_from_db()
    assert (own_server.state, own_server.failures) == ("working", 0)
    assert mail.outbox == []


def test_after_three_tries_the_portals_server_takes_over_and_staff_hear_of_it_once(
    own_server: MailServer, mail_host: MailHost, later: Any, olga: Any
) -> None:
    mail_host.stop()
    message = announce()
    for _ in range(2):
        later(timedelta(minutes=6))
    message.refresh_from_db()
    assert (message.status, message.via, message.tries) == ("sent", "platform", 3)
    own_server.refresh_from_db()
    assert (own_server.state, own_server.error_code) == ("failing", "connect")
    assert announce("second").via == "platform"
    told = MailMessage.objects.filter(template=ABOUT_THE_SERVER)
    assert [(one.to_email, one.status, one.via) for one in told] == [(olga.email, "sent", "platform")]
    assert {one.from_email for one in mail.outbox} == {"Alpha Bulut <no-reply@alpha.vitrine.localhost>"}


def test_who_wants_no_other_way_waits_and_at_last_the_log_says_so(
    own_server: MailServer, mail_host: MailHost, later: Any
) -> None:
    bring(mail_host, password="", on_failure="retry")
    mail_host.stop()
    message = announce()
    for _ in range(9):
        later(timedelta(days=1))
    message.refresh_from_db()
    assert (message.status, message.tries, message.error_code) == ("failed", 9, "connect")
    assert [one.subject for one in mail.outbox if "Tea" in one.subject] == []


def test_a_server_that_works_again_is_used_again(
    own_server: MailServer, mail_host: MailHost, later: Any
) -> None:
    MailServer.objects.update(state="failing", failures=5, tried_at=None)
    message = announce()
    own_server.refresh_from_db()
    assert (message.via, own_server.state, own_server.failures) == ("own", "working", 0)


def test_what_lets_people_in_never_passes_a_server_that_staff_may_read(
    own_server: MailServer, mail_host: MailHost
) -> None:
    """Else a manager could ask for the owner's reset link and read it there (RELIABILITY 33)."""
    for template in ("account/code", "account/welcome", "account/password_reset"):
        assert announce(template, template=template).via == "platform"
    assert mail_host.got == []
    assert len(mail.outbox) == 3


def test_a_server_that_never_ends_its_greeting_is_hung_up_on(
    in_reseller: Any, mail_host: MailHost, settings: Any, olga: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(smtp, "SECONDS_IN_ALL", 1)
    with socket.create_server((HOST, 0)) as slow:
        port = slow.getsockname()[1]
        settings.OUTSIDE_ALLOWED = [f"{HOST}:{port}"]
        threading.Thread(target=_drip, args=[slow], daemon=True).start()
        server = after_test(bring(mail_host, port=port), olga)
    assert server.error_code in ("closed", "greeting", "connect")


def _drip(slow: socket.socket) -> None:
    line, _ = slow.accept()
    with line:
        for _ in range(100):
            try:
                line.sendall(b"2")
            except OSError:
                return
            threading.Event().wait(0.1)


def test_without_it_mails_leave_by_the_portals_server(own_server: MailServer, mail_host: MailHost) -> None:
    remove_server(by=BY)
    assert announce().via == "platform"


def test_one_test_runs_at_a_time(in_reseller: Any, mail_host: MailHost, olga: Any) -> None:
    server = bring(mail_host)
    start_test(server, to=olga, by=BY)
    with pytest.raises(TestRunning):
        start_test(server, to=olga, by=BY)
