"""The office's pages of mail: who may see them, what they show, and how much they ask of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from shared_apps.agenda.door import run_due
from shared_apps.kernel.clock import now
from tenant_apps.notices.models import MailMessage, MailServer, MailText
from tenant_apps.notices.texts import editable
from tenants.context import acting_in
from tests.tenant_apps.notices.conftest import announce, bring
from tests.tenant_apps.notices.smtp_server import HOST, PASSWORD, MailHost

TEXT = "/office/mail/texts/orders/service_active/"
PAGES = ("/office/mail/", "/office/mail/texts/", TEXT, f"{TEXT}preview/", "/office/mail/server/")
Browse = Callable[..., Browser]


@pytest.fixture
def olgas(in_reseller: Any, browse: Browse, olga: Any) -> Browser:
    return browse(olga, in_reseller)


def shown(answer: Any) -> str:
    return BeautifulSoup(answer.content, "html.parser").get_text(" ")


@pytest.mark.parametrize("path", PAGES)
def test_owners_see_it_and_others_do_not(
    path: str, olgas: Browser, browse: Browse, in_reseller: Any, adel: Any, carl: Any
) -> None:
    assert olgas.get(path).status_code == 200
    assert browse(adel, in_reseller).get(path).status_code == 403
    assert browse(carl, in_reseller).get(path).status_code == 404
    assert browse(None, in_reseller).get(path).status_code == 302


def test_words_are_changed_in_one_language_and_put_back(olgas: Browser) -> None:
    assert "{service} is active" in olgas.get(f"{TEXT}?language=en").content.decode()
    typed = {"subject": "Enjoy {service}", "words": "It is {service}.\r\n\r\nHave **fun**."}
    assert olgas.post(f"{TEXT}?language=en", typed).status_code == 302
    assert "Edited: English" in shown(olgas.get("/office/mail/texts/"))
    assert MailText.objects.get().words == "It is {service}.\n\nHave **fun**."
    assert olgas.get(f"{TEXT}?language=fa").context["written"] is None
    olgas.post(f"{TEXT}reset/?language=en")
    assert not MailText.objects.exists()
    assert "went back to the original words" in shown(olgas.get(f"{TEXT}?language=en"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"subject": "Hi", "words": "{foo}"}, "{foo} is not known here. You can use: {service}"),
        ({"subject": "Hi", "words": "{{ service }}"}, "Braces are for variables alone"),
        ({"subject": "Hi\r\nBcc: x@y.z", "words": "x"}, "A subject is one line."),
        ({"subject": "", "words": "x"}, "This field is required."),
        ({"subject": "x" * 201, "words": "x" * 5001}, "at most 200 characters"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(typed: Any, said: str, olgas: Browser) -> None:
    for path in (f"{TEXT}?language=en", f"{TEXT}preview/?language=en"):
        answer = olgas.post(path, typed)
        assert answer.status_code == 200
        assert said in shown(answer)
    assert not MailText.objects.exists()


@pytest.mark.parametrize("path", [f"{TEXT}?language=xx", "/office/mail/texts/partner_store/accepted/",
                                  "/office/mail/texts/nothing/", "/office/mail/texts/../base/"])  # fmt: skip
def test_there_is_nothing_else_to_edit(path: str, olgas: Browser) -> None:
    assert olgas.get(path).status_code == 404


def test_the_preview_shows_the_latest_of_its_kind_in_a_frame_where_nothing_runs(olgas: Browser) -> None:
    announce()
    typed = {"subject": "S", "words": "For {service}", "shape": "html", "theme": "dark"}
    answer = olgas.post(f"{TEXT}preview/?language=fa", typed)
    assert "Tea" in shown(answer)
    assert 'dir="rtl"' in answer.content.decode()
    assert "@media all {" in answer.content.decode()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert 'target="_blank"' in answer.content.decode()
    text = olgas.post(f"{TEXT}preview/?language=en", {**typed, "shape": "text"})
    assert "For Tea" in BeautifulSoup(text.content, "html.parser").pre.get_text()


def test_the_preview_opens_with_the_words_in_force(olgas: Browser) -> None:
    olgas.post(f"{TEXT}?language=en", {"subject": "Changed", "words": "Quite other words"})
    assert "Quite other words" in olgas.get(f"{TEXT}preview/?language=en").content.decode()
    assert "Quite other words" not in olgas.get(f"{TEXT}preview/?language=tr").content.decode()


def test_a_preview_of_a_private_mail_never_shows_a_real_code(olgas: Browser) -> None:
    MailMessage.objects.create(
        key="x", template="account/code", to_email="victim@example.com", language="en",
        context={"code": "771177"}, created_at=now(),
    )  # fmt: skip
    answer = olgas.get("/office/mail/texts/account/code/preview/")
    assert b"771177" not in answer.content
    assert b"482915" in answer.content


def test_the_log_tells_each_state_and_can_be_searched(olgas: Browser, in_reseller: Any) -> None:
    announce()
    announce("other", "bob@example.com", "orders/service_suspended")
    MailMessage.objects.filter(key="other").update(status="failed", error_code="recipient", error="550 No")
    assert "did not take the recipient" in shown(olgas.get("/office/mail/?status=failed"))
    today = f"{now().astimezone(ZoneInfo(in_reseller.time_zone)):%Y-%m-%d}"
    for query, found in (
        ("q=bob", ["bob@example.com"]),
        ("status=sent", ["ann@example.com"]),
        ("kind=orders/service_suspended", ["bob@example.com"]),
        (f"start={today}&end={today}", ["bob@example.com", "ann@example.com"]),
        (f"start={now() + timedelta(days=2):%Y-%m-%d}", []),
        ("status=x&kind=y&start=z&page=-1", ["bob@example.com", "ann@example.com"]),
    ):
        page = olgas.get(f"/office/mail/?{query}").context["page"]
        assert [message.to_email for message in page] == found, query


def test_a_mail_is_shown_and_sent_again(olgas: Browser) -> None:
    message = announce()
    page = olgas.get(f"/office/mail/{message.uuid}/")
    assert "Tea is active" in shown(page)
    assert "Tea is active" in shown(olgas.get(f"/office/mail/{message.uuid}/letter/"))
    assert olgas.post(f"/office/mail/{message.uuid}/again/").status_code == 302
    run_due()
    assert MailMessage.objects.filter(status="sent").count() == 2


def test_a_private_mail_is_nowhere_to_be_read_or_sent_again(olgas: Browser) -> None:
    message = announce(template="account/code")
    assert olgas.get(f"/office/mail/{message.uuid}/letter/").status_code == 404
    assert "Send again" not in shown(olgas.get(f"/office/mail/{message.uuid}/"))
    olgas.post(f"/office/mail/{message.uuid}/again/")
    assert MailMessage.objects.count() == 1


def test_another_tenant_sees_none_of_it(
    olgas: Browser, browse: Browse, peer: Any, other_reseller: Any, mail_host: MailHost
) -> None:
    message = announce()
    bring(mail_host)
    olgas.post(f"{TEXT}?language=en", {"subject": "Ours alone", "words": "x"})
    with acting_in(other_reseller):
        peers = browse(peer, other_reseller)
        for path in ("", "letter/"):
            assert peers.get(f"/office/mail/{message.uuid}/{path}").status_code == 404
        assert peers.post(f"/office/mail/{message.uuid}/again/").status_code == 404
        assert "Ours alone" not in peers.get(f"{TEXT}?language=en").content.decode()
        assert HOST not in peers.get("/office/mail/server/").content.decode()
        assert peers.post("/office/mail/server/test/").status_code == 404


def server_fields(at: MailHost, **changes: Any) -> dict[str, Any]:
    return {
        "host": HOST, "port": at.port, "security": "starttls", "user": "mailer", "password": PASSWORD,
        "sender_email": "hello@shop.example", "on_failure": "fall_back", **changes,
    }  # fmt: skip


def test_a_server_is_brought_tested_and_taken_away(olgas: Browser, mail_host: MailHost) -> None:
    assert olgas.post("/office/mail/server/", server_fields(mail_host)).status_code == 302
    page = olgas.get("/office/mail/server/").content.decode()
    assert PASSWORD not in page
    assert "not used before it has passed its test" in page
    olgas.post("/office/mail/server/test/")
    assert "hx-get" in olgas.get("/office/mail/server/state/").content.decode()
    run_due()
    assert olgas.get("/office/mail/server/state/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    page = olgas.get("/office/mail/server/")
    assert "The test has passed" in shown(page)
    assert page.context["sender"] == "hello@shop.example"
    olgas.post("/office/mail/server/removal/")
    assert not MailServer.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"host": "127.0.0.1", "port": "587"}, "not on the public internet"),
        ({"host": "169.254.169.254", "port": "25"}, "not on the public internet"),
        ({"host": "10.0.0.7", "port": "6379"}, "Port 6379 is not allowed"),
        ({"host": "127.1", "port": "587"}, "not the name of a host"),
        ({"host": "a\r\nb", "port": "587"}, "not the name of a host"),
        ({"sender_email": "a@b.c\r\nBcc: x@y.z"}, "valid email"),
        ({"user": ""}, "A password needs a user name."),
    ],
)
def test_settings_that_lead_astray_are_refused(
    changes: Any, said: str, olgas: Browser, mail_host: MailHost
) -> None:
    answer = olgas.post("/office/mail/server/", server_fields(mail_host, **changes))
    assert said in shown(answer)
    assert not MailServer.objects.exists()


@pytest.mark.parametrize(("path", "most"), [("/office/mail/", 14), ("/office/mail/texts/", 10), (TEXT, 14)])
def test_a_page_asks_no_more_when_there_is_more(path: str, most: int, olgas: Browser) -> None:
    MailMessage.objects.bulk_create(
        MailMessage(
            key=str(n), template="orders/service_active", to_email="a@b.c", language="en", created_at=now()
        )
        for n in range(60)
    )
    for text in editable():
        MailText.objects.create(template=text.key, language="en", subject="x", words="y", updated_at=now())
    olgas.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        olgas.get(path)
    assert len(queries) <= most, "\n".join(query["sql"][:120] for query in queries)
