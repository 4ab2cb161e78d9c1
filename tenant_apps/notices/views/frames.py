"""A mail inside a page of the office: a frame with a policy of its own, in which nothing runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language_info
from django.views.decorators.clickjacking import xframe_options_sameorigin

from ..rendering import Rendered

POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "img-src": [SELF, "data:"],
    # Mail programs read styles from attributes, so mails have theirs there.
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
THEMES = {"light": "not all", "dark": "all"}
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\)")


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Let pages of this host show the view in a frame, and nobody else."""
    return xframe_options_sameorigin(csp_replace(POLICY)(view))


def letter(rendered: Rendered, *, theme: str = "") -> HttpResponse:
    """The mail as HTML, in a theme (the device's where none is named)."""
    # Links open beside the office: no page of ours can be shown in the frame.
    html = rendered.html.replace("<head>", '<head><base target="_blank">', 1)
    if theme in THEMES:
        html = _DARK.sub(f"@media {THEMES[theme]}", html)
    return HttpResponse(html)


def letter_as_text(rendered: Rendered, language: str, *, theme: str) -> HttpResponse:
    """The mail's text, as a program without HTML shows it."""
    context = {
        "rendered": rendered,
        "lang": language,
        "dir": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "theme": theme if theme in THEMES else "light",
    }
    return HttpResponse(render_to_string("email/plain_preview.html", context))
