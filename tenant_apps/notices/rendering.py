"""A mail as its recipient reads it: under the brand, in their language, as HTML and as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr, make_msgid
from html import unescape
from typing import Any

import css_inline
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.utils import translation

from branding.queries import brand_of
from shared_apps.kernel.money import Money
from tenants.context import current_tenant
from tenants.hosts import portal_url

from .models import MailMessage

RIGHT_TO_LEFT = {"fa"}
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    html: str
    text: str


def render(message: MailMessage) -> Rendered:
    """Subject, HTML and text of a mail. The template's first line within `<title>` is the subject."""
    tenant = current_tenant()
    with translation.override(message.language):
        html = get_template(f"email/{message.template}.html").render(
            {
                **{name: _revive(value) for name, value in message.context.items()},
                "brand": brand_of(tenant),
                "recipient": message,
                "portal_url": portal_url(tenant, ""),
                "lang": message.language,
                "dir": "rtl" if message.language in RIGHT_TO_LEFT else "ltr",
            }
        )
    return Rendered(_subject(html), css_inline.inline(html, load_remote_stylesheets=False), _text(html))


def as_email(message: MailMessage, rendered: Rendered) -> EmailMultiAlternatives:
    """The message to send; no header of it names the platform where a reseller sends it."""
    tenant = current_tenant()
    brand = brand_of(tenant)
    mail = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=formataddr((brand.name, f"no-reply@{tenant.canonical_host}")),
        to=[formataddr((message.to_name, message.to_email))],
        reply_to=[brand.support_email] if brand.support_email else None,
        headers={
            "Message-ID": make_msgid(domain=tenant.canonical_host),
            "Content-Language": message.language,
        },
    )
    mail.attach_alternative(rendered.html, "text/html")
    return mail


def _revive(value: Any) -> Any:
    """JSON back to what templates show: money and times."""
    if isinstance(value, dict):
        if value.keys() == {"minor", "currency"}:
            return Money(value["minor"], value["currency"])
        return {name: _revive(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_revive(part) for part in value]
    if isinstance(value, str) and _ISO_TIME.match(value):
        return datetime.fromisoformat(value)
    return value


def _subject(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return " ".join(unescape(found.group(1)).split()) if found else ""


def _text(html: str) -> str:
    """The words of a mail without its markup; a link keeps its address."""
    body = re.sub(r"(?s).*?<body[^>]*>|<style.*?</style>|<div class=\"preheader\".*?</div>", "", html)
    body = re.sub(r'(?s)<a\b[^>]*href="([^"]+)"[^>]*>(.*?)</a>', r"\2 (\1)", body)
    body = re.sub(r"(?i)</(p|div|h\d|tr|li|table)>|<br\s*/?>", "\n", body)
    body = unescape(re.sub(r"<[^>]+>", " ", body))
    lines = [" ".join(line.split()) for line in body.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
