"""A problem's title is in the reader's language, like everything else that is said."""

from __future__ import annotations

import pytest
from django.test import Client as Browser


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Not Found"), ("fa", "پیدا نشد"), ("tr", "Bulunamadı"), ("th", "ไม่พบ")],
)
def test_a_title_in_the_readers_language(in_shared, reseller, language: str, title: str) -> None:
    browser = Browser(HTTP_HOST=reseller.canonical_host, HTTP_ACCEPT_LANGUAGE=language)
    answer = browser.get("/api/v1/nowhere/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == title
