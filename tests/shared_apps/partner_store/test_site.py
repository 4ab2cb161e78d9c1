"""The platform's own site."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shared_apps.catalog.conftest import catalogue

__all__ = ["catalogue"]

pytestmark = pytest.mark.django_db


def test_it_says_what_resellers_get_without_a_price(catalogue: Any, browse: Any, operator: Any) -> None:
    text = browse(None, operator).get("/").content.decode()
    for expected in ("What you get", "Team Mail", 'href="/apply/"', "does not guarantee"):
        assert expected in text
    assert "₺" not in text


def test_the_terms_can_be_read_by_anybody(browse: Any, operator: Any) -> None:
    text = browse(None, operator).get("/terms/").content.decode()
    assert "2026-11" in text
    assert "guarantee" in text


@pytest.mark.parametrize("page", ["/", "/terms/"])
def test_it_rejects_post(browse: Any, operator: Any, page: str) -> None:
    assert browse(None, operator).post(page).status_code == 405
