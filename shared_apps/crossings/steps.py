"""What was seen and done in a crossing, one row for each page (REQUIREMENTS S5.36: who reads it can check it)."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import strip_tags

from shared_apps.kernel.clock import now
from tenants.access import PUBLIC, gate_of

from .models import Crossing, CrossingStep

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# The page kept for who loses the network; and Stop, which the visit itself tells of.
_SILENT = ("offline", "crossing_stop")
_UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def keep_step(request: HttpRequest, crossing: Crossing, response: HttpResponseBase) -> None:
    """Write down a page that was read or a form that was sent; files that every page brings are left out."""
    match = request.resolver_match
    if not _counts(request, response) or (match and match.view_name in _SILENT):
        return
    CrossingStep.objects.create(
        crossing=crossing,
        at=now(),
        method=(request.method or "")[:8],
        path=request.path[:500],
        view=(match.view_name if match else "")[:100],
        label=_label(request, response)[:200],
        status=response.status_code,
    )


def _counts(request: HttpRequest, response: HttpResponseBase) -> bool:
    if request.method in _UNSAFE:
        return True
    match = request.resolver_match
    gate = gate_of(match.func) if match else None
    return gate != PUBLIC or _is_page(response)


def _is_page(response: HttpResponseBase) -> bool:
    return str(response.headers.get("Content-Type", "")).startswith("text/html")


def _label(request: HttpRequest, response: HttpResponseBase) -> str:
    """What the page was called; of a form that was sent, what the person was told came of it."""
    said = getattr(getattr(request, "_messages", None), "_queued_messages", ())
    if request.method in _UNSAFE and said:
        return strip_tags(" ".join(str(each) for each in said))
    if not _is_page(response) or not isinstance(response, HttpResponse):
        return ""
    found = _TITLE.search(response.content[:4000].decode(errors="ignore"))
    title = unescape(strip_tags(found[1])).strip() if found else ""
    return title.rpartition(" · ")[0] or title
