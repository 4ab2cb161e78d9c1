from __future__ import annotations

import pytest
from django.core import mail

from shared_apps.agenda.door import run_due
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.verbs import Recipient, UnsafeHeader, mail_staff, send_mail


@pytest.fixture(autouse=True)
def plain_template(settings, tmp_path):
    (tmp_path / "email").mkdir()
    (tmp_path / "email" / "plain.html").write_text(
        "{% extends 'email/base.html' %}{% block subject %}About {{ thing }}{% endblock %}"
        "{% block words %}<p>It costs {% money price %}.</p><p><a href='{{ portal_url }}/x/'>Open</a></p>{% endblock %}"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]


CONTEXT = {"thing": "<b>tea</b> & cake", "price": {"minor": 12345, "currency": "TRY"}}


def test_the_same_key_sends_one_mail(in_reseller):
    for _ in range(2):
        send_mail("plain", to=Recipient("ann@example.com", "Ann"), context=CONTEXT, key="k")
    run_due()
    assert len(mail.outbox) == 1
    assert MailMessage.objects.get().status == MailMessage.Status.SENT


def test_it_is_html_and_text_from_the_reseller_alone(in_reseller):
    send_mail("plain", to=Recipient("ann@example.com", "Ann", "en"), context=CONTEXT, key="k")
    run_due()
    sent = mail.outbox[0]
    assert sent.subject == "About <b>tea</b> & cake"
    assert "123.45" in sent.body
    assert "<b>tea</b>" not in sent.alternatives[0][0].split("<body", 1)[1]
    assert sent.from_email.endswith(f"<no-reply@{in_reseller.canonical_host}>")
    assert "vitrine" not in sent.from_email.split("<")[0].lower()


def test_a_persian_reader_gets_a_right_to_left_mail(in_reseller):
    send_mail("plain", to=Recipient("ann@example.com", "Ann", "fa"), context=CONTEXT, key="k")
    run_due()
    assert 'dir="rtl"' in mail.outbox[0].alternatives[0][0]


def test_a_line_break_in_a_name_is_refused(in_reseller):
    with pytest.raises(UnsafeHeader):
        send_mail("plain", to=Recipient("ann@example.com", "Ann\r\nBcc: x@y.z"), context={}, key="k")


def test_staff_get_it_by_permission(in_reseller, olga, adel, carl):
    mail_staff("plain", permission="payments.approve", context=CONTEXT, key="k")
    assert set(MailMessage.objects.values_list("to_email", flat=True)) == {olga.email}
