"""Time that is given back before it is used up: what it was worth is no longer to be had from its invoice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from shared_apps.kernel.clock import now

from ..changing.lines import credit
from ..models import Invoice, PaidPeriod


def set_aside(rows: Sequence[PaidPeriod], at: datetime) -> None:
    """The rest of these rows from `at` on counts no more: it was given back, or passed on to other items."""
    for row in rows:
        given = -credit(row, at).gross.minor
        if row.invoice_uuid and given > 0:
            mine = Invoice.objects.filter(uuid=row.invoice_uuid)
            mine.update(unused_minor=F("unused_minor") + given)
        row.replaced_at = now()
        row.save(update_fields=["replaced_at"])
