"""Texts for members to post, as who runs the programme writes them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.context import current_tenant

from ..link_forms import ReadyTextForm
from ..models import ReadyText
from ..ready_texts import texts_in, usual_texts
from ..verbs.members import put_ready_text, put_ready_texts, remove_ready_text, restore_ready_texts

MOST_TEXTS = 30


@require_safe
def ready_texts(request: HttpRequest) -> HttpResponse:
    """The texts of one language: own ones, or the usual ones to begin with."""
    language = _language(request)
    found = texts_in(language)
    person: Any = request.user
    context = {
        "texts": found,
        "is_own": bool(found and found[0].pk),
        "language": language,
        "tabs": _tabs(language),
        "may_edit": person.can("affiliates.edit"),
    }
    return render(request, "office/affiliates/texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ready_text_new(request: HttpRequest) -> HttpResponse:
    """One more text; the usual ones become the office's own with it."""
    person: Any = request.user
    language = _language(request)
    form = ReadyTextForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kept = _own(language, person)
        if len(kept) < MOST_TEXTS:
            fresh = form.save(commit=False)
            fresh.language, fresh.position = language, len(kept)
            put_ready_text(fresh, by=person.actor)
            messages.success(request, _("The text is saved."))
        else:
            messages.error(request, _("There are enough texts. Remove one first."))
        return _back(language)
    return _form(request, form, language)


@require_POST
def ready_texts_begin(request: HttpRequest) -> HttpResponse:
    """Make the usual texts the office's own, to be changed one by one."""
    person: Any = request.user
    language = _language(request)
    _own(language, person)
    return _back(language)


@require_POST
def ready_texts_restoration(request: HttpRequest) -> HttpResponse:
    """Back to the usual texts of a language."""
    person: Any = request.user
    language = _language(request)
    restore_ready_texts(language, by=person.actor)
    messages.success(request, _("The usual texts are back."))
    return _back(language)


@require_http_methods(["GET", "HEAD", "POST"])
def ready_text(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change a text."""
    person: Any = request.user
    found = _found(uuid)
    form = ReadyTextForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        put_ready_text(form.save(commit=False), by=person.actor)
        messages.success(request, _("The text is saved."))
        return _back(found.language)
    return _form(request, form, found.language)


@require_POST
def ready_text_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person: Any = request.user
    found = _found(uuid)
    remove_ready_text(found, by=person.actor)
    messages.success(request, _("The text is removed."))
    return _back(found.language)


def _form(request: HttpRequest, form: ReadyTextForm, language: str) -> HttpResponse:
    context = {"form": form, "language": language}
    status = 422 if form.errors else 200
    return render(request, "office/affiliates/text_form.html", context, status=status)


def _own(language: str, person: Any) -> list[ReadyText]:
    """The office's own texts of a language; made of the usual ones where there are none."""
    found = texts_in(language)
    if found and not found[0].pk:
        put_ready_texts(usual_texts(language), by=person.actor)
    return texts_in(language)


def _found(uuid: UUID) -> ReadyText:
    found = ReadyText.objects.filter(tenant_id=current_tenant().id, uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _language(request: HttpRequest) -> str:
    wanted = request.POST.get("language") or request.GET.get("language", "")
    return wanted if wanted in dict(settings.LANGUAGES) else current_tenant().default_language


def _back(language: str) -> HttpResponse:
    return redirect(f"{reverse('office_affiliate_texts')}?language={language}")


def _tabs(current: str) -> list[dict[str, Any]]:
    url = reverse("office_affiliate_texts")
    return [
        {"label": name, "url": f"{url}?language={code}", "current": code == current}
        for code, name in settings.LANGUAGES
    ]
