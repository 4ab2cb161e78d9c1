"""Every address of both kinds of host, with an example of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

URLCONFS = {"operator": "config.urls.operator", "reseller": "config.urls.reseller"}
_NOBODYS = UUID("00000000-0000-4000-8000-000000000000")
_EXAMPLES = {"uuid": str(_NOBODYS), "int": "999999", "slug": "nobody", "str": "nobody", "path": "nobody"}
_PART = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")
_REGEX_EXAMPLES = {"account_reset_password_from_key": "accounts/password/reset/key/<str:uidb36>-<str:key>/"}


@dataclass(frozen=True)
class Address:
    """One URL pattern of a kind of tenant: its route, an example path and the view that answers it."""

    kind: str
    name: str
    route: str
    view: Any

    @cached_property
    def parameters(self) -> int:
        """How many parts of the path vary."""
        return len(_PART.findall(self.route))

    @cached_property
    def path(self) -> str:
        """A path that names nobody's thing."""
        return _PART.sub(lambda part: _EXAMPLES[part["kind"] or "str"], self.route)

    def filled(self, values: Sequence[object]) -> str:
        """The path with these values in place of its parameters."""
        left = iter(values)
        return _PART.sub(lambda _part: str(next(left)), self.route)

    def __str__(self) -> str:
        return f"{self.kind}:{self.name or self.route}"


def every_address() -> list[Address]:
    """All patterns of both urlconfs, in order."""
    return [
        found
        for kind, urlconf in URLCONFS.items()
        for found in _walk(kind, import_module(urlconf).urlpatterns, "/")
    ]


def _walk(kind: str, patterns: list[Any], prefix: str) -> Iterator[Address]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(kind, entry.url_patterns, prefix + _route(entry))
        else:
            yield Address(kind, entry.name or "", prefix + _route(entry), entry.callback)


def _route(entry: URLPattern | URLResolver) -> str:
    if isinstance(entry.pattern, RoutePattern):
        return str(entry.pattern._route)
    return _REGEX_EXAMPLES[str(entry.name)]
