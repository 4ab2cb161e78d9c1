"""Somebody at a real browser, who finds everything by the names of fields and addresses: in any language."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Response

from deploy.local.paths import ROOT
from tests.browser.inspection import DESKTOP, PHONE, faults_of, foreign_digits_of, overflow_of, route_of
from tests.browser.local_platform import DOMAIN, OPERATOR, PASSWORD, Platform

SCREENSHOTS = ROOT / ".data" / "screenshots"
SECONDS = 60.0
LOCALES = {"en": "en-GB", "fa": "fa-IR", "tr": "tr-TR", "th": "th-TH"}
_INSPECTED: set[tuple[str, str, str]] = set()
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("dark", "light")
# Chromium writes refused forms (400, 402, 422) to the console, htmx the requests that a newer one replaces.
_EXPECTED = re.compile(r"Failed to load resource.*status of 4\d\d|htmx:(sendAbort|afterRequest)")


class Person:
    """One person's browser on the host of a reseller (or of the operator, for an empty slug)."""

    def __init__(self, browser: Browser, platform: Platform, slug: str, language: str) -> None:
        self.platform, self.slug, self.language = platform, slug, language
        self.context = browser.new_context(
            locale=LOCALES[language], viewport=_size(DESKTOP), reduced_motion="reduce",
            # `test_offline.py` meets the worker; here it would answer for pages that a test holds up or aborts.
            service_workers="block",
        )  # fmt: skip
        self.complaints: list[str] = []
        self.page = self.new_tab()

    def new_tab(self) -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("pageerror", lambda fault: self.complaints.append(f"{page.url}: {fault}"))
        page.on("console", lambda message: self._hear(page, message))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def open(self, address: str) -> Person:
        """Open a path of this host, or a whole address, and inspect what is there."""
        whole = address if "://" in address else self.platform.url(self.slug, address)
        answer = self._look_at(whole)
        if answer and urlsplit(answer.url).path != self.path:
            # The page before left by itself in the same moment, and what it left for came last.
            self._look_at(whole)
        return self

    def _look_at(self, whole: str) -> Response | None:
        answer = self._reach(whole)
        assert answer is None or answer.status < 400, f"{whole}: {answer.status}"
        self.inspect()
        return answer

    def _reach(self, whole: str) -> Response | None:
        try:
            return self.page.goto(whole)
        except Error as fault:
            # A page that was about to leave by itself, or the second of two clicks, came between.
            if "ERR_ABORTED" not in str(fault):
                raise
            return self.page.goto(whole)

    def follow(self, pattern: str, text: str = "") -> Person:
        """Click the first link whose address fits and that holds a text; `<uuid>` stands for one."""
        wanted = re.compile(pattern.replace("<uuid>", "[0-9a-f-]{36}"))
        links = self.page.locator("main a[href], section a[href]").filter(has_text=text).all()
        found = next((one for one in links if wanted.search(one.get_attribute("href") or "")), None)
        assert found, f"{self.page.url} has no link {pattern}"
        self._go(found.click)
        return self.inspect()

    def send(self, to: str = "", /, *, button: str = "", twice: bool = False, **fields: Any) -> Person:
        """Fill in the form that posts to an address ending in `to`, or that has the fields, and press its button."""
        form = self.form(to, *fields)
        for name, value in fields.items():
            _fill(form.locator(f'[name="{name}"]'), value)
        press = (
            form.locator(button or 'button:not([type="button"]):not([aria-hidden])')
            .filter(visible=True)
            .first
        )
        self._go(press.dblclick if twice else press.click)
        return self.inspect()

    def form(self, to: str, *names: str) -> Locator:
        """The first visible form that posts there and has every field."""
        found = self.page.locator(f'form[action$="{to}"]' if to else 'form[method="post"]')
        for name in names:
            found = found.filter(has=self.page.locator(f'[name="{name}"]'))
        return found.filter(visible=True).first

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.page.locator(f'[name="{name}"]').first.input_value()

    def sees(self, *texts: str, within: str = "body") -> Person:
        """Every text stands on the page."""
        shown = " ".join(self.page.locator(within).first.inner_text().split())
        missing = [text for text in texts if text not in shown]
        assert not missing, f"{self.page.url} does not say {missing}: {shown[:1500]} … {shown[-1500:]}"
        return self

    def awaits(self, selector: str) -> Person:
        """Until the page has changed by itself, or has been opened anew for it."""
        self.page.locator(selector).first.wait_for()
        return self.inspect()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def inspect(self, theme: str = "light") -> Person:
        """Hold the page to the rules of every page, once for each address, language and theme."""
        mark = (route_of(self.page), self.language, theme)
        if mark in _INSPECTED or DOMAIN not in self.page.url:
            return self
        _INSPECTED.add(mark)
        if self.slug and OPERATOR.split()[0].lower() in self.page.content().lower():
            self.complaints.append(f"{self.page.url} names the operator")
        self.page.emulate_media(color_scheme=cast(Theme, theme))
        self.complaints += faults_of(self.page) + overflow_of(self.page)
        self.page.emulate_media(color_scheme="light")
        if self.language == "fa":
            self.complaints += foreign_digits_of(self.page)
        return self

    def speak(self) -> Person:
        """Choose one's language in the menu, where the page speaks another one."""
        if self.page.evaluate("document.documentElement.lang") != self.language:
            self.page.locator('[popovertarget="language-menu"]').click()
            self.send("/language/", button=f'[value="{self.language}"]')
        assert self.page.evaluate("document.documentElement.lang") == self.language
        return self

    def photograph(self, name: str) -> Person:
        """`<name>-<language>-<light|dark>-<width>.png` of the page as it stands, where pictures are wanted."""
        if not os.environ.get("VITRINE_PICTURES"):
            return self
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for theme in THEMES:
            self.page.emulate_media(color_scheme=theme)
            for size in (PHONE, DESKTOP):
                self.page.set_viewport_size(_size(size))
                file: Path = SCREENSHOTS / f"{name}-{self.language}-{theme}-{size[0]}.png"
                self.page.screenshot(path=file, animations="disabled")
        return self

    def sign_in(self, email: str, password: str = PASSWORD) -> Person:
        return self.open("/accounts/login/").send(login=email, password=password).speak()

    def mail(self, to: str, *, about: str, seconds: float = SECONDS) -> dict[str, Any]:
        """The newest mail to an address that holds a text, once it is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for mail in self.platform.mails(to):
                if about in mail["subject"] or about in mail["text"]:
                    return mail
            time.sleep(0.2)
        raise AssertionError(
            f"{to} got no mail about {about!r}: {[m['subject'] for m in self.platform.mails(to)]}"
        )

    def _go(self, act: Callable[[], Any]) -> None:
        """Do what leads to another page, and wait for that."""
        self.page.wait_for_load_state()
        self.page.evaluate("document.documentElement.dataset.left = ''")
        act()
        end = time.monotonic() + SECONDS
        while not self._has_arrived():
            assert time.monotonic() < end, f"{self.page.url} leads nowhere"
            self.page.wait_for_timeout(30)

    def _has_arrived(self) -> bool:
        arrived = "!('left' in document.documentElement.dataset) && document.readyState === 'complete'"
        try:
            return bool(self.page.evaluate(arrived))
        except Error:
            # Between two pages there is nothing to ask.
            return False

    def _hear(self, page: Page, message: ConsoleMessage) -> None:
        if message.type == "error" and not _EXPECTED.search(message.text):
            self.complaints.append(f"{page.url}: {message.text}")


def _fill(field: Locator, value: Any) -> None:
    kind = field.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
    if kind == "radio":
        field.and_(field.page.locator(f'[value="{value}"]')).check()
    elif kind == "checkbox":
        field.first.set_checked(bool(value))
    elif kind == "select":
        field.first.select_option(value)
    elif kind == "file":
        field.first.set_input_files(value)
    else:
        field.first.fill(value)


def _size(size: tuple[int, int]) -> Any:
    return {"width": size[0], "height": size[1]}
