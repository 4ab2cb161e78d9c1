"""Room on the disk, asked about before anything is written."""

import shutil
from pathlib import Path

from deploy.local.errors import Halt

GIB = 1024**3


def require_room(folder: Path, gib: int = 1) -> None:
    """Raise Halt when the disk that holds `folder` has less than `gib` GiB free."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < gib * GIB:
        raise Halt(f"Only {free / GIB:.1f} GiB is free on the disk of {folder}: make room for {gib} GiB.")
