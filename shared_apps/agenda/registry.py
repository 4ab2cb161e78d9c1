"""Which function does which task. Apps register theirs when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, Protocol

from shared_apps.kernel.actor import Actor


class Work(Protocol):
    """The body of a task: it finds the thing in `payload` and calls one verb."""

    def __call__(self, payload: dict[str, Any], *, by: Actor) -> None: ...


@dataclass(frozen=True, slots=True)
class Task:
    """A named task. `outside`: it calls other systems, so it commits for itself and is safe by its key."""

    name: str
    work: Work
    outside: bool


class UnknownTask(LookupError):
    """No app registered a task of this name."""


class Later(Exception):
    """Raised by a task to be called again after a while; it is not a failure."""

    def __init__(self, wait: timedelta, reason: str) -> None:
        super().__init__(reason)
        self.wait = wait


_tasks: dict[str, Task] = {}


def handles(name: str, *, outside: bool = False) -> Callable[[Work], Work]:
    """Register the function that does the task `name`."""

    def register(work: Work) -> Work:
        if name in _tasks:
            raise ValueError(f"Task {name} is registered twice.")
        _tasks[name] = Task(name, work, outside)
        return work

    return register


@dataclass(frozen=True, slots=True)
class Nightly:
    """A task without a tenant that is due once a day at a time of day in UTC."""

    task: str
    at: time


_nightly: dict[Work, time] = {}


def nightly(at: time) -> Callable[[Work], Work]:
    """Have a registered function done each day at a time of day (UTC), as long as a relay runs."""

    def register(work: Work) -> Work:
        _nightly[work] = at
        return work

    return register


def every_nightly() -> list[Nightly]:
    return [Nightly(known.name, _nightly[known.work]) for known in _tasks.values() if known.work in _nightly]


_steady: dict[Work, timedelta] = {}


def steady(rest: timedelta) -> Callable[[Work], Work]:
    """Have a registered function done again and again, as long after its end; one entry that is never done."""

    def register(work: Work) -> Work:
        _steady[work] = rest
        return work

    return register


def every_steady() -> list[str]:
    return [known.name for known in _tasks.values() if known.work in _steady]


def rest_of(found: Task) -> timedelta | None:
    """How long a steady task rests between two turns; None for all others."""
    return _steady.get(found.work)


def task(name: str) -> Task:
    try:
        return _tasks[name]
    except KeyError:
        raise UnknownTask(name) from None
