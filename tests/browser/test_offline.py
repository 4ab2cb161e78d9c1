"""Who loses the network sees a page of the portal's own instead of the browser's."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.local_platform import Platform

pytestmark = pytest.mark.browser


def test_without_the_network_the_portal_says_so_itself(chromium: Browser, platform: Platform) -> None:
    context = chromium.new_context(locale="tr-TR")
    try:
        page = context.new_page()
        page.goto(platform.url("bulutsan"))
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        # The worker takes over with the next page.
        page.goto(platform.url("bulutsan", "/plans/workplace/"))
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        context.set_offline(True)
        page.goto(platform.url("bulutsan", "/my/"))
        assert "Çevrimdışısınız" in page.inner_text("h1")
        context.set_offline(False)
        page.goto(platform.url("bulutsan"))
        assert page.locator('a[href^="/plans/"]').count()
    finally:
        context.close()
