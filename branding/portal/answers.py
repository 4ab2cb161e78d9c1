"""How long others may keep a file of the portal."""

from __future__ import annotations

from django.http import HttpResponse

FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
AN_HOUR = "public, max-age=3600"
SHORTLY = "public, max-age=60"
ASK_FIRST = "no-cache"


def file(content: bytes | str, content_type: str, keep: str) -> HttpResponse:
    """A file with its type, and for how long it may be kept."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Cache-Control"] = keep
    return answer
