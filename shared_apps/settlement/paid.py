"""What follows from a bill that is paid or voided: apps above settlement say so when they are loaded."""

from __future__ import annotations

from collections.abc import Callable

from shared_apps.kernel.actor import Actor

from .cards import BillCard

Handler = Callable[[BillCard, Actor], None]
_paid: dict[str, Handler] = {}
_voided: dict[str, Handler] = {}


def when_paid(kind: str) -> Callable[[Handler], Handler]:
    """Register what is done when a bill of a kind is paid: in the operator's transaction that books the payment.

    It may write shared rows; what belongs into the reseller's tenant goes there by `schedule_for`.
    """
    return _into(_paid, kind)


def when_voided(kind: str) -> Callable[[Handler], Handler]:
    """Register what is done when a bill of a kind is voided, in the same transaction."""
    return _into(_voided, kind)


def follow_paid(card: BillCard, by: Actor) -> None:
    if card.kind in _paid:
        _paid[card.kind](card, by)


def follow_voided(card: BillCard, by: Actor) -> None:
    if card.kind in _voided:
        _voided[card.kind](card, by)


def _into(table: dict[str, Handler], kind: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        if kind in table:
            raise ValueError(f"Bills of {kind} are followed twice.")
        table[kind] = handler
        return handler

    return register
