"""Starts, watches and stops child processes so that none outlives the runner."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from deploy.local.errors import last_lines
from deploy.local.paths import ROOT


@cache
def leash(death_signal: str = "TERM") -> tuple[str, ...]:
    """The prefix that makes Linux send `death_signal` to a command when its parent dies, even by SIGKILL.

    The kernel means the parent *thread*: start leashed commands from one that lives as long as they should.
    """
    if sys.platform != "linux" or not shutil.which("setpriv"):
        return ()
    return ("setpriv", "--pdeathsig", death_signal, "--")


@dataclass
class Child:
    """One long-running command with its own log and process group."""

    name: str
    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> int:
        """Start the command and return its process group; its output goes to the log, which begins anew."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*leash(), *map(str, self.command)],
                cwd=ROOT,
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self.process.pid

    def has_ended(self) -> bool:
        """Whether the command was started and is no longer running."""
        return self.process is not None and self.process.poll() is not None

    def obituary(self) -> str:
        """One line on how the command ended and where its log is, with the end of that log."""
        code = self.process.returncode if self.process else None
        how = f"exit code {code}" if code is None or code >= 0 else f"signal {signal.Signals(-code).name}"
        log = self.log.read_text(errors="replace")
        return f"{self.name} stopped by itself ({how}); its log is {self.log}:\n{last_lines(log)}"

    def signal(self, number: int) -> None:
        """Send a signal to the command and everything it started."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def stop_all(children: Sequence[Child], *, grace: float) -> list[str]:
    """Ask every child to stop and kill those that have not within `grace` seconds; return their names."""
    for child in children:
        child.signal(signal.SIGTERM)
    late = [child.name for child in children if not _ends_within(child, grace)]
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process:
            child.process.wait()
    return late


def _ends_within(child: Child, seconds: float) -> bool:
    if child.process is None:
        return True
    try:
        child.process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True
