"""Why a move is refused, one for each rule."""

from __future__ import annotations

from collections.abc import Iterable


class MoveRefused(Exception):
    """A move cannot go on like this."""


class CodeUnknown(MoveRefused):
    """No open move has this code, or it is this reseller's own client."""


class MoveOpen(MoveRefused):
    """The client moves already."""


class DebtFirst(MoveRefused):
    """The client owes the former reseller what is overdue: that is settled first, or the operator says otherwise.

    `numbers` are the invoices.
    """

    def __init__(self, numbers: Iterable[str]) -> None:
        self.numbers = list(numbers)
        super().__init__(", ".join(self.numbers))


class TermsDiffer(MoveRefused):
    """What the client saw is not what is proposed now."""


class CutOverTooSoon(MoveRefused):
    """The day must lie in the future, and not beyond a year."""
