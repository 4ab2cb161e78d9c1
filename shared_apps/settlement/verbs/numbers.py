"""Numbers without a gap: given under a lock, in the transaction of what they name."""

from __future__ import annotations

from datetime import UTC

from shared_apps.kernel.clock import now

from ..models import NumberSequence


def next_number(series: str) -> str:
    """The next number of this year: `B-2026-00001`."""
    year = now().astimezone(UTC).year
    NumberSequence.objects.get_or_create(series=series, year=year)
    sequence = NumberSequence.objects.select_for_update().get(series=series, year=year)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return f"{series}-{year}-{sequence.last:05}"
