"""Each step is told by mail, in the person's language and under the reseller's brand alone."""

from __future__ import annotations

import pytest
from django.conf import settings

from shared_apps.agenda.models import Entry as AgendaEntry
from shared_apps.commissions.verbs import approve_withdrawal, pay_withdrawal, reject_withdrawal
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.rendering import render
from tenant_apps.notices.tasks import send

from .story import SYSTEM, bring, buy, method_of, refund, rich, withdraw

TEMPLATES = [
    "earned",
    "reversed",
    *(f"withdrawal_{step}" for step in ("requested", "approved", "rejected", "paid")),
]


@pytest.fixture
def mails(in_reseller, carl, sam, olga) -> dict[str, MailMessage]:
    """One mail of each kind, as the agenda writes it."""
    rich(carl, sam, 100_000)
    refund(buy(bring(carl, sam), 50_000), 50_000, of=50_000)
    method = method_of(carl)
    paid, rejected = withdraw(carl, 40_000, method), withdraw(carl, 30_000, method)
    approve_withdrawal(paid, by=olga.actor)
    pay_withdrawal(paid, reference="TR-77", by=olga.actor)
    reject_withdrawal(rejected, reason="Use your own <card>.", by=olga.actor)
    for entry in AgendaEntry.objects.filter(task="notices.send_mail").order_by("pk"):
        send(entry.payload, by=SYSTEM)
    return {mail.template.removeprefix("commissions/"): mail for mail in MailMessage.objects.order_by("pk")}


def test_staff_who_may_approve_hear_of_a_request(mails) -> None:
    mail = mails["withdrawal_waiting_staff"]
    assert mail.to_email == "olga@example.com"
    assert "Carl" in render(mail).subject
    assert "/office/" in render(mail).html


def test_there_is_a_mail_for_each_step_and_all_go_to_the_person(mails) -> None:
    assert set(TEMPLATES) <= mails.keys()
    assert {mails[name].to_email for name in TEMPLATES} == {"carl@example.com"}


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_it_says_how_much_and_where_to_look(mails, name, language) -> None:
    mail = mails[name]
    mail.language = language
    shown = render(mail)
    assert shown.subject
    assert "/my/affiliate/" in shown.html
    assert ("لیر" if language == "fa" else "₺") in shown.text
    assert settings.PLATFORM_NAME not in shown.html.replace(settings.PLATFORM_DOMAIN, "")


def test_the_reason_and_the_reference_are_told_and_escaped(mails) -> None:
    assert "Use your own &lt;card&gt;." in render(mails["withdrawal_rejected"]).html
    assert "TR-77" in render(mails["withdrawal_paid"]).text
    assert "•••• 1111" in render(mails["withdrawal_paid"]).text
