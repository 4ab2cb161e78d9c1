"""A mail's HTML as text that reads well: paragraphs, lists, tables as `name: value`, links with their address."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = {"p", "h1", "h2", "ul", "table", "div"}
SKIPPED = {"style", "title", "script", "head"}
VOID = {"br", "img", "meta", "link", "hr", "input"}


def text_of(html: str) -> str:
    """The words of a mail without its markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Reader(HTMLParser):
    """Collects `parts`; elements with `data-text="no"` or of `SKIPPED` are passed over with all they hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipped: list[str] = []
        self._links: list[tuple[str, int, str]] = []
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._skipped or tag in SKIPPED or given.get("data-text") == "no":
            if tag not in VOID:
                self._skipped.append(tag)
            return
        if tag in BLOCKS:
            self._add("\n\n" if tag != "div" else "\n")
        elif tag == "br":
            self._add("\n")
        elif tag == "li":
            self._add("\n- ")
        elif tag == "tr":
            self._add("\n")
            self._cells = 0
        elif tag == "td":
            self._add(": " if self._cells else "")
            self._cells += 1
        elif tag == "img" and given.get("alt"):
            self._add(given["alt"] or "")
        elif tag == "a":
            self._links.append((given.get("href") or "", len(self.parts), given.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.pop()
            return
        if tag == "a" and self._links:
            self._add(self._address(*self._links.pop()))
        elif tag in BLOCKS:
            self._add("\n\n" if tag != "div" else "\n")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        self.parts.append(text)

    def _address(self, href: str, began: int, kind: str) -> str:
        """A button's address stands on a line of its own; one that its words tell already is not repeated."""
        label = "".join(self.parts[began:]).strip()
        if not href or kind == "brand" or href.removeprefix("mailto:").removeprefix("tel:") == label:
            return ""
        return f":\n{href}\n" if kind == "button" else f" ({href})"
