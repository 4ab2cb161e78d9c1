"""What every page is held to: axe-core finds nothing serious, and nothing sticks out on a phone."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from playwright.sync_api import Page

from deploy.local.paths import NODE_MODULES

DESKTOP, PHONE = (1440, 900), (390, 844)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_SERIOUS = {"serious", "critical"}


def route_of(page: Page) -> str:
    """The page's path with its keys left out: the same for every order, every offer."""
    return _UUID.sub("…", urlsplit(page.url).path)


def faults_of(page: Page) -> list[str]:
    """What axe-core calls serious or critical on the page as it is shown now."""
    # Evaluated rather than added as a script: the page's own policy lets no foreign script in.
    page.evaluate(_axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{route_of(page)}: {fault['id']} ({fault['impact']}): {node['html'][:200]} {node['failureSummary']}"
        for fault in found["violations"]
        if fault["impact"] in _SERIOUS
        for node in fault["nodes"][:3]
    ]


def overflow_of(page: Page) -> list[str]:
    """What is wider than a phone's window, outermost first."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    wide = page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]"
        ".filter(e => { const r = e.getBoundingClientRect();"
        " return r.right > innerWidth + 1 || r.left < -1 })"
        ".slice(0, 4).map(e => e.outerHTML.slice(0, 160))"
    )
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return [f"{route_of(page)} is wider than {PHONE[0]} px: {part}" for part in wide]


def foreign_digits_of(page: Page) -> list[str]:
    """Persian sentences with Latin numbers in them; what stands for itself, such as an invoice's number, may."""
    return [f"{route_of(page)} counts in Latin digits: {text}" for text in page.evaluate(_FOREIGN)]


_FOREIGN = r"""(() => {
    const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (text.parentElement.closest("script, style, .ltr, [dir=ltr], bdi, svg, textarea")) continue;
        if (/[\u0600-\u06ff]/.test(text.data) && /(?<![\w•-]|• )[0-9]+(?![\w-])/.test(text.data))
            found.push(text.data.trim().slice(0, 120));
    }
    return found;
})()"""


@cache
def _axe() -> str:
    return (NODE_MODULES / "axe-core" / "axe.min.js").read_text()
