"""Every address of a kind of host, with its gate and what varies in its path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

from tenants.access import PUBLIC, Gate, gate_of

_PART = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")
# Answers from outside, or what ends the session that the proof needs.
_LEFT_ALONE = ("/accounts/logout/", "/webhooks/", "/accounts/devices/end/", "/crossings/stop/")


@dataclass(frozen=True, slots=True)
class Address:
    """A route with its gate; `converters` of the parts that vary, in order."""

    name: str
    route: str
    gate: Gate

    @property
    def converters(self) -> tuple[str, ...]:
        return tuple(part["kind"] or "str" for part in _PART.finditer(self.route))

    @property
    def is_open(self) -> bool:
        return self.gate == PUBLIC

    @property
    def stem(self) -> str:
        """The route up to and with the part that varies: what hangs under one thing has the same."""
        found = _PART.search(self.route)
        return self.route[: found.end()] if found else self.route

    def at(self, value: str) -> str:
        return _PART.sub(lambda _part: value, self.route)

    def words(self) -> list[str]:
        """The words before the part that varies, the nearest first: they tell what is meant."""
        before = _PART.split(self.route)[0]
        return [word for word in reversed(re.split(r"[/_-]", before)) if word]


@lru_cache(maxsize=4)
def addresses_of(kind: str) -> tuple[Address, ...]:
    """All patterns of a kind of host that a path can be made for."""
    patterns = import_module(str(settings.TENANT_TYPES[kind]["URLCONF"])).urlpatterns
    return tuple(one for one in _walk(patterns, "/") if not one.route.startswith(_LEFT_ALONE))


def _walk(patterns: list[Any], prefix: str) -> Iterator[Address]:
    for entry in patterns:
        if not isinstance(entry.pattern, RoutePattern):
            continue
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        elif isinstance(entry, URLPattern) and (gate := gate_of(entry.callback)):
            yield Address(entry.name or route, route, gate)
