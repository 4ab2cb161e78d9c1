"""A mail is sent once, whatever happens around it, as far as SMTP allows (RELIABILITY 16)."""

from __future__ import annotations

import smtplib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from branding.queries import brand_of
from shared_apps.agenda.door import Later
from shared_apps.kernel.clock import now
from tenant_apps.notices import rendering
from tenant_apps.notices.delivery import deliver
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.verbs import CannotSendAgain, Recipient, UnsafeHeader, send_again, send_mail
from tests.tenant_apps.notices.conftest import BY, announce
from tests.tenant_apps.notices.smtp_server import PASSWORD, USER

BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def waiting(key: str = "k", template: str = "orders/service_active") -> MailMessage:
    send_mail(template, to=Recipient("ann@example.com", "Ann", "en"), context={"service": "Tea"}, key=key)
    return MailMessage.objects.get(key=key)


def test_a_task_that_is_delivered_twice_sends_one_mail(in_reseller: Any) -> None:
    message = waiting()
    deliver(message)
    deliver(message)
    assert len(mail.outbox) == 1


def test_a_sent_code_is_not_looked_at_again(in_reseller: Any) -> None:
    for template in ("account/code", "account/welcome"):
        message = announce(template, template=template)
        assert message.status == "sent"
        deliver(message)
    assert len(mail.outbox) == 2


def test_two_workers_send_one_mail(in_reseller: Any) -> None:
    message = waiting()
    MailMessage.objects.update(status="sending", sending_at=now())
    with pytest.raises(Later):
        deliver(message)
    assert mail.outbox == []


def test_after_a_dead_worker_it_goes_out_under_the_same_name(in_reseller: Any) -> None:
    """What SMTP does not tell: whether the dead one was heard. A mailbox keeps one mail of a Message-ID."""
    message = waiting()
    MailMessage.objects.update(status="sending", sending_at=now() - timedelta(minutes=3))
    deliver(message)
    message.refresh_from_db()
    assert message.status == "sent"
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{message.uuid}@{in_reseller.canonical_host}>"


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (smtplib.SMTPRecipientsRefused({"ann@example.com": (550, b"No such user")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"ann@example.com": (450, b"Busy")}), "waiting"),
        (smtplib.SMTPServerDisconnected("gone"), "waiting"),
        (ConnectionRefusedError(), "waiting"),
    ],
)
def test_what_the_portals_server_refuses_is_kept(
    fault: Exception, status: str, in_reseller: Any, monkeypatch: Any
) -> None:
    def refuse(*_: Any) -> None:
        raise fault

    monkeypatch.setattr(f"{BACKEND}.send_messages", refuse)
    message = announce()
    assert (message.status, message.via, message.tries) == (status, "platform", 1)
    assert message.trouble
    assert (message.next_try_at is None) == (status == "failed")


def test_a_code_is_not_sent_hours_later(in_reseller: Any, monkeypatch: Any, later: Any) -> None:
    def refuse(*_: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(f"{BACKEND}.send_messages", refuse)
    message = announce(template="account/code")
    for _ in range(5):
        later(timedelta(minutes=16))
    message.refresh_from_db()
    assert (message.status, message.tries) == ("failed", 4)


def test_a_code_is_forgotten_once_it_is_sent(in_reseller: Any) -> None:
    assert announce(template="account/code").context == {}
    assert announce("other").context


def test_a_line_break_goes_nowhere(in_reseller: Any) -> None:
    for recipient in (Recipient("a@b.c\nBcc: x@y.z"), Recipient("a@b.c", "A\r\nBcc: x@y.z")):
        with pytest.raises(UnsafeHeader):
            send_mail("orders/service_active", to=recipient, context={}, key="k")
    send_mail("orders/service_active", to=Recipient("a@b.c"), context={"service": "x\r\nBcc: x@y.z"}, key="k")
    deliver(MailMessage.objects.get())
    sent = mail.outbox[0].message()
    assert "\n" not in sent["Subject"]
    assert sent["Bcc"] is None


def test_a_failed_mail_is_tried_anew_and_a_copy_of_a_sent_one_goes_out(in_reseller: Any) -> None:
    from shared_apps.agenda.door import run_due

    message = announce()
    copy = send_again(message, by=BY)
    run_due()
    assert copy.pk != message.pk
    assert len(mail.outbox) == 2
    MailMessage.objects.filter(pk=message.pk).update(status="failed", tries=9)
    assert send_again(message, by=BY).pk == message.pk
    run_due()
    message.refresh_from_db()
    assert (message.status, message.tries, len(mail.outbox)) == ("sent", 1, 3)


@pytest.mark.parametrize(("template", "status"), [("account/code", "sent"), ("account/welcome", "failed"),
                                                  ("orders/service_active", "waiting"),
                                                  ("orders/service_active", "sending")])  # fmt: skip
def test_nobody_sends_a_code_again_or_what_is_on_its_way(
    template: str, status: str, in_reseller: Any
) -> None:
    message = waiting(template=template)
    MailMessage.objects.update(status=status)
    with pytest.raises(CannotSendAgain):
        send_again(message, by=BY)


def test_old_mails_are_deleted(in_reseller: Any, later: Any) -> None:
    announce()
    later(timedelta(days=179))
    assert MailMessage.objects.count() == 1
    later(timedelta(days=40))
    assert MailMessage.objects.count() == 0


def test_the_portals_server_hears_the_portals_name(in_reseller: Any, mail_host: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tenant_apps.notices.portal.PortalBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", mail_host.port, True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, PASSWORD
    assert announce().status == "sent"
    assert set(mail_host.handler.hellos) == {in_reseller.canonical_host}
    assert mail_host.got[0].mail_from == f"no-reply@{in_reseller.canonical_host}"


@pytest.mark.parametrize("field", ["sender_name", "reply_to"])
def test_a_line_break_in_the_senders_name_or_reply_to_is_refused(
    field: str, in_reseller: Any, monkeypatch: Any
) -> None:
    evil = replace(brand_of(in_reseller), **{field: "help@shop.example\r\nBcc: x@y.z"})
    monkeypatch.setattr(rendering, "brand_of", lambda tenant: evil)
    message = announce()
    assert (message.status, message.error_code, mail.outbox) == ("failed", "content", [])


def test_a_fault_of_ours_leaves_the_mail_to_the_next_try(in_reseller: Any, monkeypatch: Any) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("bug")

    with monkeypatch.context() as patch:
        patch.setattr(f"{BACKEND}.send_messages", fail)
        message = announce()
    assert message.status == "waiting"
    deliver(message)
    assert len(mail.outbox) == 1
