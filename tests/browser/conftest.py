"""One platform and one Chromium for all tests of this folder, which therefore run in one process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from tests.browser.local_platform import Platform
from tests.browser.person import Person

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


# Not for the session: a running Playwright would make Django refuse the database to the tests that follow.
@pytest.fixture(scope="package")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The real thing, started by its own command, stopped as Ctrl-C does; nothing of it is left."""
    if not CHROMIUM:
        pytest.skip("No Chromium here: apt-get install chromium.")
    folder = tmp_path_factory.mktemp("platform")
    running = Platform(folder, settings.DATABASES["default"], settings.REDIS_URL)
    try:
        running.start()
        yield running
    finally:
        code = running.stop()
    assert code == 0, running.said
    assert running.orphans() == []


@pytest.fixture(scope="package")
def chromium(platform: Platform) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def sit_down(chromium: Browser, platform: Platform) -> Iterator[Callable[..., Person]]:
    """Somebody new at a browser of their own: `sit_down(slug, language)`. Their complaints fail the test."""
    people: list[Person] = []

    def new(slug: str, language: str) -> Person:
        people.append(Person(chromium, platform, slug, language))
        return people[-1]

    yield new
    complaints: list[Any] = [complaint for person in people for complaint in person.complaints]
    for person in people:
        person.context.close()
    assert not complaints, "\n".join(complaints)
