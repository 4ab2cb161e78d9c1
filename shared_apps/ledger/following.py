"""What follows from an entry in the same transaction: apps above the ledger say so when they are loaded."""

from __future__ import annotations

from collections.abc import Callable

from .cards import EntryCard

Follow = Callable[[EntryCard], None]
_followers: list[Follow] = []


def follows(work: Follow) -> Follow:
    """Register what is done after each new entry, whoever posts it."""
    _followers.append(work)
    return work


def follow(entry: EntryCard) -> None:
    """Do what follows from an entry that was just posted."""
    for work in _followers:
        work(entry)
