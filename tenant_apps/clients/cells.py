"""Tables of tenant data as CSV (`shared_apps.kernel.cells`)."""

from shared_apps.kernel.cells import csv_answer, safe_cell

__all__ = ["csv_answer", "safe_cell"]
