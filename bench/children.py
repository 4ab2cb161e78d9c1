"""Runs parts of the benchmark in processes of their own, under other settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parent.parent


def measure(module: str, *arguments: str, settings: str, **environment: str) -> Any:
    """The JSON that a module prints."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, env=_env(settings, environment), cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout.splitlines()[-1])


def time_command(*arguments: str, **environment: str) -> float:
    """Seconds of a whole command, Python's and Django's own start included."""
    began = perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        env=_env("bench.settings", environment),
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return perf_counter() - began


def _env(settings: str, more: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": settings, **more}
