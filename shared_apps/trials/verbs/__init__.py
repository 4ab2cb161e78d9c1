"""What the operator does with trials: extend one, extend many."""

from .bulk import begin_bulk, extend_item, retry_bulk, spread_bulk
from .extend import extend_row

__all__ = ["begin_bulk", "extend_item", "extend_row", "retry_bulk", "spread_bulk"]
