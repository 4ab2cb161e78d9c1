"""The brand studio as its owner uses it: the preview follows the keys; nobody saves over what they have not read."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.person import Person

pytestmark = pytest.mark.browser
SitDown = Callable[[str, str], Person]
STUDIO = "/office/brand/"
SHOWN = """name => [...document.querySelectorAll(".view-storefront iframe:not([data-coming])")]
    .every(frame => frame.contentDocument.querySelector(".brandmark .name")?.textContent === name)"""
WEARS = """colour => [...document.querySelectorAll(".view-storefront iframe:not([data-coming])")].every(
    frame => frame.contentWindow.getComputedStyle(frame.contentDocument.querySelector(".btn.primary"))
        .backgroundColor === colour)"""


def test_the_preview_follows_what_is_typed_and_clients_see_nothing_of_it(sit_down: SitDown) -> None:
    owner = sit_down("bulutsan", "en").sign_in("owner@bulutsan.example").open(STUDIO)
    page = owner.page
    before = owner.value("name")
    page.fill('[name="name"]', "Half a name")
    page.wait_for_function(SHOWN, arg="Half a name")
    page.fill('[name="colour"]', "#eab308")
    page.wait_for_function(WEARS, arg="rgb(234, 179, 8)")
    page.locator("#readings", has_text="10.1").wait_for()
    page.set_input_files('[name="logo"]', _picture())
    page.wait_for_function("() => document.querySelector('.view-storefront iframe:not([data-coming])')"
                           ".contentDocument.querySelector('.logo-image')?.naturalWidth === 80")  # fmt: skip
    client = sit_down("bulutsan", "en").open("/")
    client.sees(before, within="header")
    assert "Half a name" not in client.page.content()


def test_another_tabs_version_is_not_saved_over_unseen(sit_down: SitDown) -> None:
    owner = sit_down("mekhthai", "th").sign_in("owner@mekhthai.example").open(STUDIO)
    first, second = owner.value("tagline"), owner.new_tab()
    second.goto(owner.page.url)
    _save(second, tagline="From the other tab")
    _save(owner.page, tagline="From this tab")
    assert owner.value("tagline") == "From this tab"
    owner.page.locator(".banner.warn").wait_for()
    _save(owner.page, tagline="From this tab")
    owner.page.locator(".toast.pos").wait_for()
    owner.open(f"{STUDIO}history/").follow(r"/history/\d+/$")
    owner.open(f"{STUDIO}history/")
    owner.page.locator('form[action$="/return/"] button').nth(1).click()
    owner.page.locator(".toast.pos").wait_for()
    assert owner.open(STUDIO).value("tagline") == first


@pytest.mark.parametrize(("language", "shop"), [("en", "bulutsan"), ("fa", "abrnama")])
def test_its_pages_keep_the_rules_in_light_and_dark(language: str, shop: str, sit_down: SitDown) -> None:
    owner = sit_down(shop, language).sign_in(f"owner@{shop}.example")
    for address in (STUDIO, f"{STUDIO}history/", f"{STUDIO}history/1/", "/terms/", "/privacy/"):
        owner.open(address).inspect("dark")


def _save(page: Page, *, tagline: str) -> None:
    page.fill('[name="tagline"]', tagline)
    with page.expect_navigation():
        page.click(".savebar .primary")


def _picture() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (80, 40), "#d9480f").save(out, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": out.getvalue()}
