"""Every address of both kinds of host, with an example of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

URLCONFS = {"operator": "config.urls.operator", "reseller": "config.urls.reseller"}
_NOBODYS = UUID("00000000-0000-4000-8000-000000000000")
_EXAMPLES = {"uuid": str(_NOBODYS), "int": "999999", "slug": "nobody", "str": "nobody", "path": "nobody"}
_PART = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")
_REGEX_EXAMPLES = {"account_reset_password_from_key": "accounts/password/reset/key/a-b/"}


@dataclass(frozen=True)
class Address:
    """One URL pattern of a kind of tenant: an example path and the view that answers it."""

    kind: str
    name: str
    path: str
    view: Any

    def __str__(self) -> str:
        return f"{self.kind}:{self.name or self.path}"


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
            yield from _walk(kind, entry.url_patterns, prefix + _example(entry))
        else:
            yield Address(kind, entry.name or "", prefix + _example(entry), entry.callback)


def _example(entry: URLPattern | URLResolver) -> str:
    if isinstance(entry.pattern, RoutePattern):
        return _PART.sub(lambda part: _EXAMPLES[part["kind"] or "str"], str(entry.pattern._route))
    return _REGEX_EXAMPLES[str(entry.name)]
