"""What payouts refuse: one exception for each rule."""

from __future__ import annotations

from collections.abc import Sequence

from shared_apps.kernel.money import Money


class NothingToPay(ValueError):
    """No approved withdrawal that is not in a batch already was chosen."""


class NumbersMissing(ValueError):
    """The numbers of some lines can no longer be read: their owners took them away. `codes` names the lines."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(f"No number for {', '.join(codes[:5])}")
        self.codes = tuple(codes)


class NoAccount(ValueError):
    """The account that pays is not set up, so no payment file can name it."""


class ResultRefused(ValueError):
    """The bank's file cannot be read; the message says why, in the reader's words."""


class BatchMovedOn(Exception):
    """Somebody else was first: the batch or the line is not what it was on the page."""


class MoreThanWithheld(ValueError):
    """More would be handed over than was withheld; `most` is what was."""

    def __init__(self, most: Money) -> None:
        super().__init__(f"At most {most} was withheld.")
        self.most = most


class RuleOverlaps(ValueError):
    """Another published rule holds for the same people on the same days."""


class RuleFixed(ValueError):
    """A published rule cannot be changed, but for its last day."""
