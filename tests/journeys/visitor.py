"""Somebody with a browser, over HTTP: opens pages, fills in the forms on them, follows where they lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client as Browser

Values = Mapping[str, Any]


class Visitor:
    """One browser on one host, with its cookies and its CSRF check; `page` is what it shows now."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.browser = Browser(HTTP_HOST=host, enforce_csrf_checks=True)
        self.path = "/"
        self.status = 0
        self.away = ""
        self.page = BeautifulSoup("", "html.parser")

    def open(self, address: str) -> Visitor:
        """Open a path of this host, or an address on it."""
        parts = urlsplit(address)
        assert parts.hostname in (None, self.host), f"{address} is not on {self.host}"
        return self._take(
            self.browser.get(parts.path + (f"?{parts.query}" if parts.query else "")), parts.path
        )

    def submit(self, to: str = "", /, *, click: tuple[str, str] | None = None, **values: Any) -> Visitor:
        """Fill in the form whose address ends in `to` (the page's own form by default) and send it.

        Hidden fields and what stands in the others go along; a field that the page does not show is an error.
        """
        form = self.form(to, values)
        action = str(form.get("action") or self.path)
        sent = fields_of(form)
        for name, value in values.items():
            sent[name] = value
        if click:
            assert form.find("button", attrs={"name": click[0], "value": click[1]}), f"no button {click}"
            sent[click[0]] = click[1]
        plain = urlsplit(action).path
        return self._take(self.browser.post(plain, sent), plain)

    def form(self, to: str = "", values: Values = {}) -> Tag:  # noqa: B006 - never written to
        """The form that posts to an address ending in `to` and shows every field of `values`."""
        found = [form for form in self.page.find_all("form", method="post") if self._leads(form, to)]
        fitting = [form for form in found if all(form.find(attrs={"name": name}) for name in values)]
        assert fitting, (
            f"{self.path} has no form to {to or 'itself'} with {sorted(values)}: {self.text[:2000]}"
        )
        return fitting[0]

    def _leads(self, form: Tag, to: str) -> bool:
        action = str(form.get("action") or "")
        return action.endswith(to) if to else action in ("", self.path)

    def _take(self, answer: Any, path: str) -> Visitor:
        """Show the answer; redirects on this host are followed, one to elsewhere is kept in `away`."""
        self.away = ""
        while answer.status_code in (301, 302, 303):
            target = urlsplit(answer["Location"])
            if target.hostname not in (None, self.host):
                self.away = answer["Location"]
                return self
            path = target.path or path
            answer = self.browser.get(path + (f"?{target.query}" if target.query else ""))
        self.path, self.status = path, answer.status_code
        self.page = BeautifulSoup(answer.content, "html.parser")
        return self

    @property
    def text(self) -> str:
        """What the page says, in one line."""
        return " ".join(self.page.get_text(" ").split())

    def link(self, pattern: str) -> str:
        """The address of the first link that fits; `<uuid>` stands for one."""
        wanted = re.compile(pattern.replace("<uuid>", "[0-9a-f-]{36}"))
        found = self.page.find("a", href=wanted)
        assert found, f"{self.path} has no link with {pattern}: {self.text[:1500]}"
        return str(found["href"])

    def follow(self, pattern: str) -> Visitor:
        """Click the first link whose address fits."""
        return self.open(self.link(pattern))

    def says(self, *parts: str) -> bool:
        """Whether the page says all of it; names what is missing."""
        missing = [part for part in parts if part not in self.text]
        assert not missing, f"{self.path} ({self.status}) does not say {missing}: {self.text[:3000]}"
        return True


def fields_of(form: Tag) -> dict[str, Any]:
    """What a browser would send of a form that nobody has touched."""
    sent: dict[str, Any] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name, kind = str(field.get("name") or ""), str(field.get("type") or "text")
        if not name or field.has_attr("disabled") or kind in ("file", "submit", "button"):
            continue
        if kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                sent.setdefault(name, field.get("value", "on"))
        elif field.name == "select":
            sent[name] = _chosen(field)
        else:
            sent[name] = (
                field.get_text().removeprefix("\n") if field.name == "textarea" else field.get("value", "")
            )
    return sent


def _chosen(select: Tag) -> str:
    options = select.find_all("option")
    chosen = next((one for one in options if one.has_attr("selected")), options[0] if options else None)
    return str(chosen.get("value", "")) if chosen else ""
