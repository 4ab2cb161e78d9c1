"""Numbers without gaps."""

from __future__ import annotations

from django.db import models, transaction


class NumberSequence(models.Model):
    """The last number given out of a series of a year: `invoice` 2026 → 41."""

    series = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="number_sequence_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"

    @classmethod
    def take(cls, series: str, year: int) -> int:
        """The next number. The row is locked until the caller commits: an abandoned one is given again."""
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("A number is taken in the transaction that uses it.")
        row, _ = cls.objects.get_or_create(series=series, year=year)
        row = cls.objects.select_for_update().get(pk=row.pk)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last
