"""Ends what a runner leaves behind when it is killed: its children's whole process groups.

It reads one group number a line from a pipe. `done` dismisses it; a pipe that closes without that means that
the runner died, and that no signal could have told it to stop its children first.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from deploy.local.paths import ROOT

GRACE_SECONDS = 10


class Keeper:
    """The runner's end: tells the keeper which process groups to look after."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.keeper"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )

    def look_after(self, group: int) -> None:
        """Add a process group."""
        self._tell(str(group))

    def dismiss(self) -> None:
        """Every group has ended: so does the keeper."""
        self._tell("done")
        self._process.communicate()

    def _tell(self, word: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()


def keep() -> None:
    """The keeper's end: wait for the runner's last word, and clean up when it never comes."""
    groups: list[int] = []
    for line in sys.stdin:
        if line == "done\n":
            return
        groups.append(int(line))
    _signal(groups, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and _signal(groups, 0):
        time.sleep(0.1)
    _signal(groups, signal.SIGKILL)


def _signal(groups: list[int], number: int) -> bool:
    """Signal every group; whether one of them still exists."""
    found = False
    for group in groups:
        with suppress(ProcessLookupError):
            os.killpg(group, number)
            found = True
    return found


if __name__ == "__main__":
    keep()
