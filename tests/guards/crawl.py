"""Reads a portal as a browser does: every address, every link on every page, and everything that they load."""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import Resolver404, ResolverMatch, resolve
from pypdf import PdfReader

from shared_apps.isolation.quiet import unheard
from tests.conftest import PASSWORD
from tests.guards.urls import every_address

PORTAL = "shop.bulut.localhost"
URLCONF = "config.urls.reseller"
# So many addresses are read by one visitor; with more of them something has to be looked into, not passed over.
MOST_ADDRESSES = 1600
# Parts of pages that ask for themselves while something moves.
PARTS = re.compile(r"/(my/orders|my/payments|office/billing-account/payments)/[0-9a-f-]{36}/")
# Read wherever they stand, in scripts and comments too: more than a browser would follow.
LINKS = re.compile(rb"""(?<![\w-])(?:href|src|hx-get)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
# What a page shows for each value of these is another state of it, whatever the value is.
STATES = ("offer", "period", "status")
# The values of other parameters are states where they are words; dates, keys, order and language are none.
WORD = re.compile(r"[a-z_]*")
NO_STATES = ("sort", "language")
AT_THE_DOOR = ("/accounts/login/", "/accounts/confirm/")
ADDRESSES = [address for address in every_address() if address.kind == "reseller"]


def signed_in(name: str) -> Browser:
    """A browser on the portal; signed in by its pages, and a moment ago, as second steps ask for."""
    browser = Browser(HTTP_HOST=PORTAL)
    if name:
        typed = {"login": f"{name}@example.com", "password": PASSWORD}
        assert browser.post("/accounts/login/", typed).status_code == 302
        assert browser.post("/accounts/confirm/", typed).status_code == 302
    return browser


def crawl(browser: Browser, loaded: set[str], *more: str) -> Iterator[tuple[str, Any]]:
    """Every address of the portal, these ones, and every link on what they answer, each once.

    Where an answer leads elsewhere, that page is read once more: it may say what happened. Static files are the same
    for everybody: those in `loaded` were read before.
    """
    waiting = deque(["/", *more, *(address.path for address in ADDRESSES)])
    seen: set[str] = set()
    reads = 0
    while waiting:
        path = waiting.popleft()
        kinds = kinds_of(path)
        if kinds <= seen or path in loaded:
            continue
        seen |= kinds
        reads += 1
        assert reads <= MOST_ADDRESSES, f"More than {MOST_ADDRESSES} addresses: {path}, {list(waiting)[:5]}"
        if path.startswith("/static/"):
            loaded.add(path)
            yield path, static_file(path)
            continue
        answer = ask(browser, path)
        yield path, answer
        found = list(links_of(path, answer))
        waiting += found
        if is_led_on(answer) and found and (where := f"{name_of(path)} → {found[0]}") not in seen:
            seen.add(where)
            yield found[0], ask(browser, found[0])


def ask(browser: Browser, path: str) -> Any:
    """An answer, without the lines about it in the logs: thousands are asked for."""
    with unheard():
        return browser.get(path)


def kinds_of(path: str) -> set[str]:
    """What of an address must have been read for it to be read: all of it, or of its query each part by itself.

    Lists link to every combination of their filters, every month and every order of their rows. Of each page each
    state is read, and the parameters that are no states are read once.
    """
    parts = urlsplit(path)
    query = parse_qsl(parts.query, keep_blank_values=True)
    told = (f"{name}={value}" if is_state(name, value) else name for name, value in query)
    return {f"{parts.path}?{each}" for each in told} or {path}


def is_state(name: str, value: str) -> bool:
    return name in STATES or (name not in NO_STATES and WORD.fullmatch(value) is not None)


def name_of(path: str) -> str:
    found = pattern_of(path)
    return (found.url_name or "") if found else ""


@cache
def pattern_of(path: str) -> ResolverMatch | None:
    try:
        return resolve(urlsplit(path).path, urlconf=URLCONF)
    except Resolver404:
        return None


def is_led_on(answer: Any) -> bool:
    """Whether an answer leads elsewhere, and not to the door for want of a session."""
    return 300 <= answer.status_code < 400 and not answer["Location"].startswith(AT_THE_DOOR)


def static_file(path: str) -> Any:
    found = finders.find(path.removeprefix("/static/"))
    assert found, f"{path} is nowhere"
    with open(str(found), "rb") as file:
        return HttpResponse(file.read(), content_type="text/plain")


def links_of(path: str, answer: Any) -> Iterator[str]:
    """The addresses on this host that an answer names, and the parts that it asks for while things move."""
    if PARTS.fullmatch(path):
        yield f"{path}state/"
    if answer.get("Location"):
        yield from own(path, [answer["Location"]])
    if "html" in answer.get("Content-Type", ""):
        found = dict.fromkeys(one[0] or one[1] for one in LINKS.findall(body_of(answer)))
        yield from own(path, [unescape(link.decode()) for link in found])


def own(path: str, links: Iterable[str]) -> Iterator[str]:
    for link in links:
        parts = urlsplit(urljoin(f"http://{PORTAL}{path}", link))
        if parts.hostname == PORTAL and parts.scheme.startswith("http"):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def body_of(answer: Any) -> bytes:
    """What was sent; of a document, in words too what it says and tells of itself, which lies packed in the file."""
    if not hasattr(answer, "whole_body"):
        body = b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
        answer.whole_body = body + words_of_pdf(body) if body.startswith(b"%PDF-") else body
    return bytes(answer.whole_body)


def words_of_pdf(content: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(content))
    return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)]).encode()
