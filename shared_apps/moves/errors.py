"""Why a move is refused, one for each rule."""

from __future__ import annotations


class MoveRefused(Exception):
    """A move cannot go on like this."""


class CodeUnknown(MoveRefused):
    """No open move has this code, or it is this reseller's own client."""


class MoveOpen(MoveRefused):
    """The client moves already."""


class TermsDiffer(MoveRefused):
    """What the client saw is not what is proposed now."""


class CutOverTooSoon(MoveRefused):
    """The day must lie in the future, and not beyond a year."""
