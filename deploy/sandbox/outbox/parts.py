"""Pieces of the outbox's pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from deploy.sandbox.outbox.mails import Mail
from deploy.sandbox.pages import Html, fill, join, row

TEMPLATES = Path(__file__).parent / "templates"
VIEWS = {"html": "HTML", "text": "Text", "headers": "Headers", "raw": "Raw"}


def entries(mails: list[Mail], opened: str, query: str) -> Html:
    """The list's rows."""
    if not mails:
        return Html('<li class="nothing">No mails yet.</li>')
    return join(
        fill(
            TEMPLATES / "entry.html", id=mail.id, subject=mail.subject or "(no subject)", sender=mail.sender,
            to=", ".join(mail.to), at=mail.at[:16].replace("T", " "), tenant=mail.tenant, query=query,
            current=Html('aria-current="true"' if mail.id == opened else ""),
        )
        for mail in mails
    )  # fmt: skip


def choices(everything: str, values: Iterable[str], chosen: str) -> Html:
    """Options of a filter; the first stands for all."""
    options = [_option("", everything, chosen)]
    return join(options + [_option(value, value, chosen) for value in sorted(values) if value])


def tabs(mail: Mail, view: str) -> Html:
    """The ways to look at a mail that it has."""
    shown = [name for name in VIEWS if name != "html" or mail.html]
    return join(
        fill(TEMPLATES / "tab.html", id=mail.id, view=name, label=VIEWS[name],
             current=Html('aria-current="true"' if name == view else "")) for name in shown
    )  # fmt: skip


def headers(mail: Mail) -> Html:
    """Every header line."""
    rows = join(row(name, value) for name, value in mail.headers)
    return Html(f'<div class="headers"><table><tbody>{rows}</tbody></table></div>')


def _option(value: str, label: str, chosen: str) -> Html:
    selected = Html("selected" if value == chosen else "")
    return fill(TEMPLATES / "option.html", value=value, label=label, selected=selected)
