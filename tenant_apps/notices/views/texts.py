"""The words of each mail, and the desk at which they are changed in each language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.access import office
from tenants.context import current_tenant

from ..forms import WordsForm
from ..models import MailText
from ..people import person_of
from ..previews import preview_of
from ..queries import history_of_text
from ..rendering import default_words, own_words
from ..texts import AUDIENCES, TEXTS, Text, editable
from ..variables import Words
from ..verbs import reset_text, save_text
from .frames import framed, letter, letter_as_text

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The mails of one audience, each with the languages in which it was changed."""

    title: str | Promise
    rows: list[tuple[Text, list[str]]]


@office("mail.edit")
@require_GET
def mail_texts(request: HttpRequest) -> HttpResponse:
    """Every mail by who reads it, with a mark where its words are one's own."""
    changed: dict[str, list[str]] = {}
    for template, language in MailText.objects.order_by("language").values_list("template", "language"):
        changed.setdefault(template, []).append(_own_name(language))
    return render(request, "office/mail/texts.html", {"shelves": list(_shelves(changed))})


@office("mail.edit")
@require_http_methods(["GET", "POST"])
def mail_text(request: HttpRequest, key: str) -> HttpResponse:
    """Change the words of one mail in one language."""
    text, language = _text(key), _language(request)
    written = MailText.objects.filter(template=key, language=language).first()
    in_force = Words(written.subject, written.words) if written else default_words(key, language)
    initial = {"subject": in_force.subject, "words": in_force.words}
    form = WordsForm(request.POST or None, text=text, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_text(text, language, form.written, by=person_of(request).actor)
        messages.success(request, _("Mails are written in these words from now on."))
        return redirect(_address(key, language))
    context = {
        "form": form,
        "text": text,
        "written": written,
        "language": language,
        "language_dir": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
        "tabs": _tabs(key, language),
        "events": history_of_text(key, language),
    }
    return render(request, "office/mail/text.html", context)


@office("mail.edit")
@require_http_methods(["GET", "POST"])
@framed
def mail_text_preview(request: HttpRequest, key: str) -> HttpResponse:
    """The mail in the words that are being typed, before that in those in force; where they cannot be used, why."""
    text, language = _text(key), _language(request)
    form = WordsForm(request.POST or None, text=text)
    if request.method == "POST" and not form.is_valid():
        theme = "dark" if request.POST.get("theme") == "dark" else "light"
        return render(request, "email/refused_preview.html", {"form": form, "theme": theme})
    own = form.written if form.is_bound else own_words(text.key, language)
    rendered = preview_of(text, language, own)
    theme = request.POST.get("theme", "light")
    if request.POST.get("shape") == "text":
        return letter_as_text(rendered, language, theme=theme)
    return letter(rendered, theme=theme)


@office("mail.edit")
@require_POST
def mail_text_reset(request: HttpRequest, key: str) -> HttpResponse:
    """Back to the words that come with the product."""
    language = _language(request)
    if reset_text(_text(key), language, by=person_of(request).actor):
        messages.success(request, _("Mails are written in the original words again."))
    return redirect(_address(key, language))


def _text(key: str) -> Text:
    text = TEXTS.get(key)
    if text is None or text.is_of_partners:
        raise Http404
    return text


def _language(request: HttpRequest) -> str:
    """The language whose words are meant: the one asked for, else the one that the tenant writes in."""
    default = current_tenant().default_language
    language = request.GET.get("language", default if default in LANGUAGES else LANGUAGES[0])
    if language not in LANGUAGES:
        raise Http404
    return language


def _address(key: str, language: str) -> str:
    return f"{reverse('office_mail_text', args=[key])}?language={language}"


def _shelves(changed: dict[str, list[str]]) -> Iterable[Shelf]:
    for audience, title in AUDIENCES.items():
        rows = [(text, changed.get(text.key, [])) for text in editable() if text.audience == audience]
        if rows:
            yield Shelf(title, rows)


def _tabs(key: str, here: str) -> list[dict[str, Any]]:
    """A tab for each language, by its own name."""
    written = set(MailText.objects.filter(template=key).values_list("language", flat=True))
    return [
        {
            "label": _own_name(code),
            "url": _address(key, code),
            "current": code == here,
            "tag": _("Edited") if code in written else "",
        }
        for code in LANGUAGES
    ]


def _own_name(language: str) -> str:
    return str(translation.get_language_info(language)["name_local"])
