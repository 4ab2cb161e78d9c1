"""Every mail in every language: whole, readable, under the brand, with nothing left over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.rendering import as_email, default_words, render, render_with
from tenant_apps.notices.samples import sample
from tenant_apps.notices.texts import TEXTS, editable

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LEFTOVERS = re.compile(r"[{}]|\bNone\b|\bTrue\b|\x1f|%\(|&lt;bdi|&amp;amp;")
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "email"


def message(key: str, language: str = "en") -> MailMessage:
    return MailMessage(
        template=key, to_email="alex@example.com", to_name="Alex", language=language, context=sample(key)
    )


def test_every_template_is_listed() -> None:
    found = {
        path.relative_to(TEMPLATES).with_suffix("").as_posix()
        for path in TEMPLATES.glob("*/*.html")
        if not path.name.startswith("_")
    }
    assert found == set(TEXTS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", TEXTS)
def test_it_is_whole_in_every_language(key: str, language: str, in_reseller: Any) -> None:
    rendered = render(message(key, language))
    page = BeautifulSoup(rendered.html, "html.parser")
    page.style.decompose()
    seen = page.get_text(" ")
    for part in (rendered.subject, rendered.text, seen):
        assert part.strip()
        assert not LEFTOVERS.search(part), LEFTOVERS.search(part)
    assert page.html["dir"] == ("rtl" if language == "fa" else "ltr")
    assert page.html["lang"] == language
    assert page.h1.get_text(strip=True) == page.title.get_text(strip=True) == rendered.subject
    assert "Alpha Bulut" in rendered.text
    assert settings.PLATFORM_NAME.lower() not in rendered.text.replace(settings.PLATFORM_DOMAIN, "").lower()


@pytest.mark.parametrize(("language", "marks"), [("fa", 1), ("tr", 0)])
def test_a_subject_from_right_to_left_keeps_the_direction_of_a_number(
    language: str, marks: int, in_reseller: Any
) -> None:
    mail = message("orders/invoice_issued", language)
    mail.context["number"] = "2026-00001"
    subject = render(mail).subject
    assert "2026-00001" in subject
    assert subject.count("\u2068") == subject.count("\u2069") == marks


@pytest.mark.parametrize("key", TEXTS)
def test_the_original_words_can_be_edited_and_say_the_same(key: str, in_reseller: Any) -> None:
    words = default_words(key, "en")
    assert words.subject
    assert not re.search(r"[<>]|&\w+;", words.subject + words.words)
    again = render_with(message(key), words)
    before = render(message(key))
    assert again.subject == before.subject
    assert again.text == before.text


@pytest.mark.parametrize("key", [text.key for text in editable() if text.key.startswith("account/")])
def test_other_words_lose_neither_code_nor_link(key: str, in_reseller: Any) -> None:
    from tenant_apps.notices.variables import Words

    kept = [value for value in sample(key).values() if str(value).startswith(("http", "482915"))]
    own = render_with(message(key), Words("Hello", "Nothing is said here."))
    before = render(message(key))
    assert [value for value in kept if value in own.text] == [value for value in kept if value in before.text]
    if key in ("account/code", "account/welcome", "account/password_reset"):
        assert kept[-1] in own.text or "482915" in own.text


def test_links_and_tables_read_well_as_text(in_reseller: Any) -> None:
    text = render(message("orders/payment_received")).text
    assert "Workplace Standard × 5: " in text
    assert "\nTotal: " in text
    assert re.search(r"\nSee the invoice:\nhttp://alpha\.\S+/my/\n", text)
    assert "\n\n\n" not in text


def test_no_style_names_a_variable_or_a_logical_side(in_reseller: Any) -> None:
    html = render(message("orders/order_placed", "fa")).html
    assert "var(--" not in html
    assert "inline-start" not in html
    assert "text-align: left" in html


def test_its_headers_say_that_a_machine_wrote_it(in_reseller: Any) -> None:
    mail = message("orders/order_placed")
    headers = as_email(mail, render(mail), sender="no-reply@shop.example").message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"] == f"<{mail.uuid}@{in_reseller.canonical_host}>"
    assert headers["From"] == "Alpha Bulut <no-reply@shop.example>"
    assert "List-Unsubscribe" not in headers
