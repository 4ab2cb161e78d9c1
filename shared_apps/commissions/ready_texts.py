"""Texts that members can post as they are: the usual ones, or the office's own of a language."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from tenants.context import current_tenant

from .models import ReadyText

LINK, BRAND = "{link}", "{brand}"


@dataclass(frozen=True, slots=True)
class FilledText:
    """A text with somebody's link in it. `uuid` is empty for a usual one."""

    title: str
    body: str
    uuid: UUID | None = None


def texts_in(language: str) -> list[ReadyText]:
    """The office's own texts of a language; the usual ones, unsaved, where it has none."""
    own = ReadyText.objects.filter(tenant_id=current_tenant().id, language=language)
    return list(own.order_by("position", "pk")) or usual_texts(language)


def filled_texts(language: str, *, link: str, brand: str) -> list[FilledText]:
    """The texts of a language for one link."""
    return [
        FilledText(text.title, text.body.replace(BRAND, brand).replace(LINK, link), text.uuid)
        for text in texts_in(language)
    ]


def usual_texts(language: str) -> list[ReadyText]:
    """What comes with the product, not saved."""
    with override(language):
        words = [
            (_("Short post"), _("I work with {brand} and I am happy with it. Have a look: {link}")),
            (
                _("Longer post"),
                _(
                    "People ask me what I use for my work. I get it from {brand}: fair prices, and somebody answers "
                    "when I have a question. If you want to try it, this is my link: {link}"
                ),
            ),
            (
                _("Message to a friend"),
                _("Hi! You asked me about this: I use {brand} for it. You can start here: {link}"),
            ),
        ]
    return [
        ReadyText(language=language, title=title, body=body, position=place)
        for place, (title, body) in enumerate(words)
    ]
