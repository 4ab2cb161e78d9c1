"""Words that a reseller writes: names of a list, no template engine (RELIABILITY 10), each language for itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import translation

from shared_apps.kernel.actor import Actor
from tenant_apps.notices import markup
from tenant_apps.notices.models import MailMessage, MailText
from tenant_apps.notices.queries import history_of_text
from tenant_apps.notices.rendering import render, render_with
from tenant_apps.notices.samples import sample
from tenant_apps.notices.texts import TEXTS
from tenant_apps.notices.variables import Words
from tenant_apps.notices.verbs import reset_text, save_text
from tests.tenant_apps.notices.conftest import announce

BY = Actor.system("tests")
ACTIVE = TEXTS["orders/service_active"]
EVIL = "<script>alert(1)</script> {{ x.__class__ }} {client} %(number)s **bold** [x](https://evil.example)"


def message(key: str = "orders/service_active", language: str = "en", **context: Any) -> MailMessage:
    return MailMessage(
        template=key, to_email="a@example.com", language=language, context={**sample(key), **context}
    )


@pytest.mark.parametrize(
    "text",
    ["{{ x.__class__ }}", "{x.__class__}", "{x[0]}", "{service.__class__}", "{service!r}", "{service:>10}", "{0}", "{}",
     "{{service}}", "{ service }", "{password_reset_url}", "{% load static %}", "{{ service }}", "}{", "{Service}",
     "{settings}", "{code}"],
)  # fmt: skip
def test_what_is_no_name_of_the_list_is_refused_and_the_list_is_told(text: str, in_reseller: Any) -> None:
    for words in (Words("Hello", text), Words(text, "Hello")):
        with pytest.raises(ValidationError, match=r"\{service\}"):
            save_text(ACTIVE, "en", words, by=BY)
    assert not MailText.objects.exists()


@pytest.mark.parametrize(
    "text", ["%(service)s", "%s", "$service", "${}".strip("{}"), "<%= x %>", "#$x", "&lt;"]
)
def test_other_engines_marks_are_plain_text(text: str, in_reseller: Any) -> None:
    save_text(ACTIVE, "en", Words(text, text), by=BY)
    rendered = render(message())
    assert rendered.subject == text
    assert text in rendered.text


def test_a_value_is_text_and_never_read_again(in_reseller: Any) -> None:
    save_text(ACTIVE, "en", Words("For {service}", "**{service}** and {client}"), by=BY)
    rendered = render(message(service=EVIL, client="{service}"))
    assert rendered.subject == f"For {EVIL}"
    assert EVIL in rendered.text
    assert "<script>" not in rendered.html
    assert "evil.example</a>" not in rendered.html
    assert 'href="https://evil.example' not in rendered.html
    assert rendered.text.count("{service}") == 1


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//evil.example)",
        "[x]({service})",
        "[x](mailto:a@b.c)",
    ],
)
def test_links_lead_to_web_addresses_alone(link: str, in_reseller: Any) -> None:
    with pytest.raises(ValidationError, match="https"):
        save_text(ACTIVE, "en", Words("Hello", link), by=BY)


def test_an_address_of_the_mail_may_be_linked(in_reseller: Any) -> None:
    own = Words("Hello", 'See [your "place"]({url}) or [us](https://x.example/?a=1&b="2).')
    html = render_with(message(), own).html
    assert f'<a href="{sample(ACTIVE.key)["url"]}"' in html
    assert '<a href="https://x' not in html


def test_a_small_markup_is_understood() -> None:
    text = "# Big\nnext\n\n- one\n- **two** <b>\n\nlast\nline"
    assert markup.html(text, {}) == (
        "<h2>Big</h2><p>next</p>\n<ul><li>one</li><li><strong>two</strong> &lt;b&gt;</li></ul>\n<p>last<br>line</p>"
    )


def test_words_of_one_language_are_for_its_readers_alone(in_reseller: Any) -> None:
    save_text(ACTIVE, "en", Words("Ready: {service}", "Have fun."), by=BY)
    assert render(message()).subject == "Ready: Workplace Standard × 5"
    for language in ("fa", "tr", "th"):
        rendered = render(message(language=language))
        assert "Have fun" not in rendered.text
        assert rendered.words is None


def test_money_and_days_are_written_as_their_readers_do(in_reseller: Any) -> None:
    words = Words("{amount}", "{amount} / {available_at}")
    earned = TEXTS["commissions/earned"]
    save_text(earned, "fa", words, by=BY)
    with translation.override("en"):
        text = render(message(earned.key, "fa")).text
    assert "لیر" in text
    assert not any(digit in text.split("/")[0] for digit in "0123456789")


def test_a_sent_mail_stays_as_it_was_sent(in_reseller: Any) -> None:
    save_text(ACTIVE, "en", Words("First {service}", "One."), by=BY)
    sent = announce()
    save_text(ACTIVE, "en", Words("Second", "Two."), by=BY)
    assert render(sent).subject == mail.outbox[0].subject == "First Tea"
    reset_text(ACTIVE, "en", by=BY)
    assert render(sent).subject == "First Tea"
    assert render(announce("again")).subject == "Tea is active"


def test_words_that_fit_no_more_give_way_to_ours(in_reseller: Any) -> None:
    MailText.objects.create(
        template=ACTIVE.key, language="en", subject="{gone}", words="x", updated_at="2026-01-01T00:00:00Z"
    )
    assert render(message()).subject == "Workplace Standard × 5 is active"


def test_every_change_is_kept_even_over_a_reset(in_reseller: Any) -> None:
    save_text(ACTIVE, "en", Words("One", "1"), by=BY)
    reset_text(ACTIVE, "en", by=BY)
    save_text(ACTIVE, "en", Words("Two", "2"), by=BY)
    events = [(event.verb, event.data["written"]["subject"]) for event in history_of_text(ACTIVE.key, "en")]
    assert events == [("edit_text", "Two"), ("reset_text", "One"), ("edit_text", "One")]
    assert not history_of_text(ACTIVE.key, "fa")
