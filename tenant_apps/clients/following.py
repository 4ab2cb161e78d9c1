"""What goes with a client when it is merged into another one, or erased.

Rows of tenant tables with a foreign key to `Client` follow by themselves (`merging`). What lies in `public` by the
client's uuid, or must not simply be moved, is told here: by this app, and by apps above it when they are loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shared_apps.kernel.actor import Actor

from .models import Client


class CannotMove(Exception):
    """The merge, or its undoing, cannot be: the message says why, in the reader's words."""


@dataclass(frozen=True, slots=True)
class Mover:
    """How one kind of thing goes from a client to another one and back, in the caller's transaction.

    `move(source, target, by)` hands back JSON from which `back(source, target, memo, by)` takes it back. Both may
    raise `CannotMove`.
    """

    name: str
    move: Callable[[Client, Client, Actor], Any]
    back: Callable[[Client, Client, Any, Actor], None]


Eraser = Callable[[Client, Actor], None]

movers: dict[str, Mover] = {}
erasers: list[Eraser] = []
# Tables whose rows do not follow by themselves: a mover sees to them, or they stay.
handled: set[str] = set()


def follows(mover: Mover, *, models: tuple[str, ...] = ()) -> None:
    """Register a mover; `models` (labels such as `orders.CouponUse`) are then left to it."""
    movers[mover.name] = mover
    handled.update(models)


def erases(eraser: Eraser) -> Eraser:
    """Register a function that blanks what tells who a client was, where the law does not keep it."""
    erasers.append(eraser)
    return eraser
