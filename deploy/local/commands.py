"""Runs a command quietly and tells the end of its output when it fails."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.errors import Halt, last_lines
from deploy.local.paths import ROOT


def run_quietly(
    command: Sequence[str | Path],
    *,
    otherwise: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    stdin: str = "",
) -> str:
    """Run `command` and return its output; on failure raise Halt: the line `otherwise`, the output's end."""
    result = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=cwd,
        env=env,
        text=True,
        errors="replace",
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if result.returncode:
        raise Halt(f"{otherwise}\n{last_lines(result.stdout)}")
    return result.stdout
