"""Who makes a trial longer: each kind has one function that does it where the trial lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from shared_apps.kernel.actor import Actor

from .models import TrialKind


@dataclass(frozen=True, slots=True)
class Extended:
    """What came of an extension: the days in all, or none where the limit or the end stood against it."""

    total_days: int | None

    @property
    def is_done(self) -> bool:
        return self.total_days is not None


Extend = Callable[[UUID, str, Actor], Extended]
_extend: dict[TrialKind, Extend] = {}


def extends(kind: TrialKind) -> Callable[[Extend], Extend]:
    """Register the function that extends trials of a kind: it takes the subject's uuid, the reason and the actor."""

    def register(function: Extend) -> Extend:
        _extend[kind] = function
        return function

    return register


def extender(kind: str) -> Extend:
    return _extend[TrialKind(kind)]
