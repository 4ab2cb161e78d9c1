"""Mails as their recipients find them."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Any

from django.core import mail

_LINK = re.compile(r"https?://[^\s<>\"()]+")
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


def mails_to(address: str) -> list[Any]:
    """Everything sent to an address, oldest first."""
    return [message for message in mail.outbox if address in (parseaddr(to)[1] for to in message.to)]


def newest(address: str, *, about: str = "") -> Any:
    """The newest mail to an address whose text or subject holds `about`."""
    found = [one for one in mails_to(address) if about in one.subject or about in one.body]
    assert found, f"{address} got no mail about {about!r}: {[one.subject for one in mails_to(address)]}"
    return found[-1]


def link_in(message: Any, *, of: str) -> str:
    """The first link of a mail that holds `of`."""
    return next(link for link in _LINK.findall(message.body) if of in link)


def code_in(message: Any) -> str:
    """The six digits of a mail."""
    found = _CODE.search(message.body)
    assert found, message.body
    return found[0]
