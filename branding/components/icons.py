"""Lucide icons as inline SVG."""

import logging
from functools import lru_cache

import lucide
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

log = logging.getLogger(__name__)


@lru_cache(maxsize=1024)
def icon(name: str, size: int = 16, cls: str = "") -> SafeString:
    """An icon that screen readers pass over.

    A wrong name fails in development and shows a dot in production.
    """
    # The names and classes come from templates; sizes from templates too.
    attributes = {"class": escape(f"i {cls}".strip()), "aria-hidden": "true", "focusable": "false"}
    try:
        return mark_safe(lucide._render_icon(name, size, **attributes))
    except lucide.IconDoesNotExist:
        if settings.DEBUG:
            raise
        log.warning("unknown icon", extra={"icon": name})
        return mark_safe(lucide._render_icon("circle", size, **attributes))


@lru_cache(maxsize=1024)
def is_icon(name: str) -> bool:
    """Whether there is an icon of this name."""
    try:
        lucide._render_icon(name, 16)
    except lucide.IconDoesNotExist:
        return False
    return True
