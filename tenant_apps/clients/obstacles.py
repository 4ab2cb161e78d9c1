"""What stands against deleting a client. Apps above this one say what is open with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .models import Client


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something open: `label` in the reader's words ("2 unpaid invoices"), `url` where staff see to it."""

    label: str
    url: str = ""


Finder = Callable[[Client], Obstacle | None]
_finders: list[Finder] = []


def obstacle(finder: Finder) -> Finder:
    """Register a function that finds one kind of obstacle, or None. Called within the deletion's transaction."""
    _finders.append(finder)
    return finder


def obstacles_of(client: Client) -> list[Obstacle]:
    """Everything that is still open with a client; empty where it may be deleted."""
    found = (finder(client) for finder in _finders)
    return [one for one in found if one is not None]
