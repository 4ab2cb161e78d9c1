"""What a change of a service costs, before it is made: reads only."""

from .lines import QuoteLine
from .quote import ChangeQuote, quote_change
from .target import Target
from .wish import ChangeWish, targets_of

__all__ = ["ChangeQuote", "ChangeWish", "QuoteLine", "Target", "quote_change", "targets_of"]
