"""A file that is written piece by piece into the database and read from there again."""

from __future__ import annotations

from collections.abc import Iterator

from ..models import ExportPart, TenantExport

PART_BYTES = 2**20


class PartsFile:
    """What a ZIP can be written to: it keeps at most one part in memory."""

    def __init__(self, export: TenantExport) -> None:
        self._export, self._buffer, self._number = export, bytearray(), 0
        self.size = 0

    def write(self, data: bytes) -> int:
        self._buffer += data
        self.size += len(data)
        while len(self._buffer) >= PART_BYTES:
            self._put(bytes(self._buffer[:PART_BYTES]))
            del self._buffer[:PART_BYTES]
        return len(data)

    def flush(self) -> None:
        """Nothing to do: parts are written when they are full."""

    def close(self) -> None:
        if self._buffer:
            self._put(bytes(self._buffer))
            self._buffer.clear()

    def _put(self, content: bytes) -> None:
        ExportPart.objects.create(
            export=self._export, run=self._export.worker, number=self._number, content=content
        )
        self._number += 1


def read_parts(export: TenantExport) -> Iterator[bytes]:
    """The file, part by part."""
    parts = ExportPart.objects.filter(export=export, run=export.worker)
    for number in parts.order_by("number").values_list("number", flat=True):
        yield bytes(parts.values_list("content", flat=True).get(number=number))
