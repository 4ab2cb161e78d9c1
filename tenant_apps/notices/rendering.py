"""A mail as its recipient reads it: under the brand, in their language, as HTML and as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email.utils import formataddr
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from branding.formats import isolated
from branding.queries import BrandLook, brand_of
from tenants.context import current_tenant
from tenants.hosts import portal_url

from . import markup
from .appearance import appearance
from .models import MailMessage, MailText
from .plain import text_of
from .texts import TEXTS, Text
from .variables import Words, revived, shown, shown_common

# Between the subject and the words where a template gives these two alone; no mail holds it.
SEAM = "\x1f"
PREHEADER_LENGTH = 110
# Numbers of invoices and orders, dates: parts of Latin letters and digits, joined by hyphens.
_NUMBERED = re.compile(r"(?<![\w-])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+(?![\w-])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail in both forms. `words`: the reseller's own words that it was made with, if any."""

    subject: str
    html: str
    text: str
    words: dict[str, str] | None = None


def render(message: MailMessage) -> Rendered:
    """Subject, HTML and text of a mail: in the reseller's own words for its language, else in ours.

    One that is sent already is shown in the words that it was sent with.
    """
    if message.status == MailMessage.Status.SENT:
        own = Words(**message.words) if message.words else None
    else:
        own = own_words(message.template, message.language)
    return render_with(message, own)


def own_words(template: str, language: str) -> Words | None:
    """What the reseller wrote for a mail in a language; None where nothing, or nothing that may be used."""
    written = MailText.objects.filter(template=template, language=language).first()
    if written is None or template not in TEXTS:
        return None
    words = Words(written.subject, written.words)
    try:
        check(TEXTS[template], words)
    except ValidationError:
        # A variable that the mail had then and has no more: our own words are right, if plain.
        return None
    return words


def check(text: Text, words: Words) -> None:
    """Raise `ValidationError` unless the words name nothing but what the mail allows."""
    names = [variable.name for variable in text.variables]
    urls = [variable.name for variable in text.variables if variable.is_url]
    for each in (words.subject, words.words):
        markup.check(each, names, urls)


def render_with(message: MailMessage, own: Words | None, look: BrandLook | None = None) -> Rendered:
    """The mail in the given words, or in those of its template."""
    tenant = current_tenant()
    look = look or brand_of(tenant)
    with translation.override(message.language), timezone.override(ZoneInfo(tenant.time_zone)):
        context = _context(message, look)
        subject, words = _own_parts(own, message, look) if own else _parts(message.template, context)
        subject = _readable(subject)
        context |= {"subject": subject, "words": words, "preheader": _preheader(words)}
        html = get_template(f"email/{message.template}.html").render(context)
    inlined = css_inline.inline(html, load_remote_stylesheets=False)
    used = {"subject": own.subject, "words": own.words} if own else None
    return Rendered(subject, inlined, text_of(html), used)


def default_words(template: str, language: str) -> Words:
    """The words that come with the product, with names in braces where a mail's values stand."""
    text = TEXTS[template]
    names = {variable.name: f"{{{variable.name}}}" for variable in text.variables}
    with translation.override(language):
        brand = replace(brand_of(current_tenant()), name="{brand}")
        subject, words = _parts(template, {**names, "data": {}, "brand": brand})
    return Words(subject, _as_markup(words))


def as_email(message: MailMessage, rendered: Rendered, *, sender: str) -> EmailMultiAlternatives:
    """The message to send; no header of it names the platform where a reseller sends it."""
    tenant = current_tenant()
    look = brand_of(tenant)
    mail = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=formataddr((look.from_name, sender)),
        to=[formataddr((message.to_name, message.to_email))],
        reply_to=[look.answers_to] if look.answers_to else None,
        headers={
            # The same at every try: a mailbox that got it twice keeps one.
            "Message-ID": f"<{message.uuid}@{tenant.canonical_host}>",
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(rendered.html, "text/html")
    return mail


def _context(message: MailMessage, look: BrandLook) -> dict[str, Any]:
    data = {name: revived(value) for name, value in message.context.items()}
    text = TEXTS.get(message.template)
    return {
        **data,
        **(shown(text.variables, data) if text else {}),
        "data": data,
        "brand": look,
        "style": appearance(look, message.language),
        "recipient": message,
        "portal_url": portal_url(current_tenant(), ""),
        "lang": message.language,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
    }


def _parts(template: str, context: dict[str, Any]) -> tuple[str, SafeString]:
    """The subject as text and the words as HTML, as the template has them."""
    both = get_template(f"email/{template}.html").render({**context, "seam": SEAM})
    subject, _, words = both.partition(SEAM)
    return " ".join(unescape(strip_tags(subject)).split()), mark_safe(words.strip())


def _own_parts(own: Words, message: MailMessage, look: BrandLook) -> tuple[str, SafeString]:
    data = {name: revived(value) for name, value in message.context.items()}
    values = {**shown_common(look, message.to_name), **shown(TEXTS[message.template].own, data)}
    return markup.subject(own.subject, values), markup.html(own.words, values)


def _readable(subject: str) -> str:
    """A subject from right to left with its Latin numbers whole: 2026-00001 would be read as 00001-2026."""
    if not translation.get_language_bidi():
        return subject
    return _NUMBERED.sub(lambda found: isolated(found[0]), subject)


def _preheader(words: str) -> str:
    plain = " ".join(unescape(strip_tags(words.replace("<", " <"))).split())
    return plain if len(plain) <= PREHEADER_LENGTH else plain[: PREHEADER_LENGTH - 1].rstrip() + "…"


def _as_markup(words: str) -> str:
    """Our templates' few elements in the small language of `markup`."""
    for before, after in (
        ("<strong>", "**"),
        ("</strong>", "**"),
        ("<p>", ""),
        ("</p>", "\n\n"),
        ("<br>", "\n"),
    ):
        words = words.replace(before, after)
    blocks = [" ".join(block.split()) for block in unescape(strip_tags(words)).split("\n\n")]
    return "\n\n".join(block for block in blocks if block)
