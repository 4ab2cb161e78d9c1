"""One runner at a time per data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.errors import Halt


@contextmanager
def sole_runner(data_dir: Path) -> Iterator[None]:
    """Hold the data folder; raise Halt when another runner holds it. The lock goes with its process."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Halt(
                f"Vitrine already runs from {data_dir} (process {lock.read().strip()}): stop it with Ctrl-C, "
                "or set VITRINE_DATA_DIR to another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
