"""Thousands of refusals that are meant are no warnings: while a visitor asks, the request logs say nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LOGGERS = (
    "django.request",
    "django.security.csrf",
    "django.security.SuspiciousSession",
    "django_structlog.middlewares.request",
    "shared_apps.crossings.views.passage",
)
_asking: ContextVar[bool] = ContextVar("asking", default=False)


def _is_heard(entry: logging.LogRecord) -> bool:
    return not _asking.get()


@contextmanager
def unheard() -> Iterator[None]:
    """No lines about requests of this thread; those of others are written as ever."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_is_heard)  # the same one again changes nothing
    token = _asking.set(True)
    try:
        yield
    finally:
        _asking.reset(token)
