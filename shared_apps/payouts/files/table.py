"""The batch as CSV, with the columns that the tenant's bank wants."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.cells import safe_cell

from .lines import PaymentFile, PaymentLine, amount_text

Cell = Callable[[PaymentFile, PaymentLine], object]

# What a column is called in the file, in settings, and what stands in it.
COLUMNS: Mapping[str, tuple[str, str | Promise, Cell]] = {
    "code": ("id", _("Our reference"), lambda _file, line: line.code),
    "holder": ("name", _("Name of the account holder"), lambda _file, line: line.holder),
    "number": ("account", _("Card number or IBAN / Sheba"), lambda _file, line: line.number),
    "kind": ("type", _("Card or IBAN"), lambda _file, line: line.kind),
    "amount": ("amount", _("Amount"), lambda _file, line: line.amount),
    "currency": ("currency", _("Currency"), lambda file, _line: file.currency),
    "withheld": ("withheld", _("Tax withheld"), lambda _file, line: line.withheld),
    "date": ("date", _("Day of payment"), lambda file, _line: file.execute_on.isoformat()),
    "remark": ("description", _("Remark"), lambda _file, line: line.remark),
    "batch": ("batch", _("Batch"), lambda file, _line: file.number),
}
USUAL = ("code", "holder", "number", "amount", "currency", "date", "remark")


def payment_table(
    file: PaymentFile, *, columns: Sequence[str] = (), delimiter: str = ",", has_decimal_comma: bool = False
) -> bytes:
    """The file, with a byte order mark; no cell of it is a formula (RELIABILITY 25)."""
    chosen = [COLUMNS[name] for name in columns if name in COLUMNS] or [COLUMNS[name] for name in USUAL]
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([head for head, _label, _cell in chosen])
    for line in file.lines:
        cells = (cell(file, line) for _head, _label, cell in chosen)
        writer.writerow([_text(value, has_decimal_comma) for value in cells])
    return ("\ufeff" + out.getvalue()).encode()


def _text(value: object, has_decimal_comma: bool) -> str:
    if hasattr(value, "minor"):
        return amount_text(value, has_comma=has_decimal_comma)  # type: ignore[arg-type]
    return safe_cell(value)
