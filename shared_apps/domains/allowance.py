"""How many domains a tenant may have: those that everybody has, and what others, which stand above, say it has beside.

The partner store sells more of them.
"""

from __future__ import annotations

from collections.abc import Callable

from .models import OwnDomain

INCLUDED = 10
Source = Callable[[], int]
_sources: list[Source] = []


def adds_domains(source: Source) -> Source:
    """Register who tells how many more the current tenant may have."""
    _sources[:] = [source]
    return source


def allowed() -> int:
    """How many domains the current tenant may have."""
    return INCLUDED + sum(source() for source in _sources)


def used() -> int:
    return int(OwnDomain.objects.here().count())
