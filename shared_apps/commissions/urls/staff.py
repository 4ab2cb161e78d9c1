"""Pages of who runs a programme: the same in a reseller's office and in the console, each behind its own gate."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from tenants.access import View

from ..views import office
from . import programme

Gate = Callable[[str], Callable[[View], View]]


def patterns(gate: Gate) -> list[URLPattern]:
    """Every page that both have; `gate` takes a permission."""
    return [
        path("", gate("affiliates.view")(office.affiliates), name="office_affiliates"),
        *programme.patterns(gate),
    ]
