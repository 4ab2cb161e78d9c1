"""Who makes a trial longer: each kind has one function that does it where the trial lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from shared_apps.kernel.actor import Actor

from .models import TrialKind


@dataclass(frozen=True, slots=True)
class Extended:
    """What came of an extension: the days in all, or none where the limit or the end stood against it.

    `is_late`: none either, for the trial has other days by now than the page showed.
    """

    total_days: int | None
    is_late: bool = False

    @property
    def is_done(self) -> bool:
        return self.total_days is not None


Extend = Callable[[UUID, str, int | None, Actor], Extended]
_extend: dict[TrialKind, Extend] = {}


def extends(kind: TrialKind) -> Callable[[Extend], Extend]:
    """Register the function that extends trials of a kind: it takes the subject's uuid, the reason,
    the days in all that a page showed (or none) and the actor.
    """

    def register(function: Extend) -> Extend:
        _extend[kind] = function
        return function

    return register


def extender(kind: str) -> Extend:
    return _extend[TrialKind(kind)]


def shown_days(text: str) -> int:
    """The days in all that a page sent back with its form; such as no trial has where it sent none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else -1
