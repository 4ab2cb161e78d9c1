"""Outages become 503 once, at the edge: the database away, a schema missing (RELIABILITY 5, 19)."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error
from redis.exceptions import RedisError

from .context import NoTenant, TenantUnavailable

_SCHEMA_IS_MISSING = {"3F000", "42P01"}
RETRY_SECONDS = 5


def is_outage(fault: BaseException | None) -> bool:
    """Whether a fault says that the data cannot be reached now, rather than that our code is wrong."""
    if isinstance(fault, ProgrammingError):
        return getattr(fault.__cause__, "sqlstate", None) in _SCHEMA_IS_MISSING
    # Redis counts attempts to sign in, and without the count nobody may try.
    return isinstance(fault, OperationalError | InterfaceError | TenantUnavailable | NoTenant | RedisError)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The page for an outage; it asks for nothing that lies in the database."""
    response = render(None, "503.html", status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def fault(request: HttpRequest) -> HttpResponse:
    """The last handler: 503 for an outage outside of a view (sessions, middleware), else 500."""
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    return server_error(request)
