"""A mail inside a page of the office: a frame with a policy of its own, in which nothing runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.http.response import HttpResponseBase
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
    "sandbox": ["allow-popups"],
}
THEMES = {"light": "not all", "dark": "all"}
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\)")


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Let pages of this host show the view in a frame, and nobody else."""
    return xframe_options_sameorigin(csp_replace(POLICY)(view))


def letter(rendered: Rendered, *, theme: str = "", as_text: bool = False) -> HttpResponse:
    """The mail alone: as HTML in a theme (the device's where none is named), or as text."""
    if as_text:
        return HttpResponse(rendered.text, content_type="text/plain; charset=utf-8")
    html = rendered.html
    if theme in THEMES:
        html = _DARK.sub(f"@media {THEMES[theme]}", html)
    return HttpResponse(html)
