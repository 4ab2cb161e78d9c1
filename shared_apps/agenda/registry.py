"""Which function does which task. Apps register theirs when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
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


def task(name: str) -> Task:
    try:
        return _tasks[name]
    except KeyError:
        raise UnknownTask(name) from None
