"""Hands out documents: in the language that was asked for, as a whole file or as a page that says why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from branding.documents import DocumentFailed, PressBusy

log = structlog.get_logger(__name__)
RETRY_SECONDS = 10
# No document takes longer to set than this, so nobody is kept waiting by a process that died.
LONGEST_SECONDS = 30


def hand_out(request: HttpRequest, name: str, make: Callable[[str], bytes], *, shell: str) -> HttpResponse:
    """The PDF that `make` sets in the wished language, under a plain file name; `shell` bears a refusal."""
    try:
        language = wished_language(request)
        with _one_at_a_time(request):
            content = make(language)
    except PressBusy:
        log.warning("press_busy", document=name)
        return _refusal(request, shell, 503)
    except DocumentFailed as failed:
        log.error("document_failed", document=name, why=str(failed))
        return _refusal(request, shell, 500)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"{_safe(name)}.pdf")
    answer["Content-Language"] = language
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@contextmanager
def _one_at_a_time(request: HttpRequest) -> Iterator[None]:
    """One document for one person at a time, in all processes: nobody keeps the press from the others."""
    key = f"document:{request.user.pk}"
    if not caches["default"].add(key, True, LONGEST_SECONDS):
        raise PressBusy("This person's last document is still being set.")
    try:
        yield
    finally:
        caches["default"].delete(key)


def wished_language(request: HttpRequest) -> str:
    """The language of `?lang=` when the portal speaks it, else the reader's."""
    offered = dict(settings.LANGUAGES)
    wish = request.GET.get("lang", "")
    return wish if wish in offered else (get_language() or settings.LANGUAGE_CODE)


def _safe(name: str) -> str:
    return (
        "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in "-_"))[:80]
        or "document"
    )


def _refusal(request: HttpRequest, shell: str, status: int) -> HttpResponse:
    answer = render(
        request, "documents/refused.html", {"shell": shell, "is_busy": status == 503}, status=status
    )
    if status == 503:
        answer["Retry-After"] = str(RETRY_SECONDS)
    return answer
