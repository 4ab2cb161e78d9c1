"""Recompiles requirements/*.txt and package-lock.json: exact versions and hashes, never an address."""

import json
import shutil
from pathlib import Path

from deploy.local.assets import npm_command
from deploy.local.commands import run_quietly
from deploy.local.errors import Halt
from deploy.local.paths import ROOT, VENV
from deploy.local.progress import step

SETS = ("dev", "local", "base")


def compile_pins() -> None:
    """Write the three requirement sets, bound to the versions of the widest, and npm's lock file."""
    for name in SETS:
        with step(f"Pinning requirements/{name}.in"):
            _compile(name)
    with step("Pinning package.json"):
        _lock_packages(ROOT / "package-lock.json")


def _compile(name: str) -> None:
    constraints = [] if name == SETS[0] else ["-c", f"requirements/{SETS[0]}.txt"]
    run_quietly(
        [_uv(), "pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--generate-hashes",
         "--no-emit-index-url", "--custom-compile-command=make pins", *constraints,
         f"requirements/{name}.in", "-o", f"requirements/{name}.txt"],
        otherwise=f"uv could not pin requirements/{name}.in.",
    )  # fmt: skip


def _uv() -> str:
    found = shutil.which("uv", path=VENV / "bin") or shutil.which("uv")
    if not found:
        raise Halt("uv is missing: .venv/bin/pip install uv")
    return found


def _lock_packages(lock: Path) -> None:
    run_quietly(
        [*npm_command(), "install", "--package-lock-only", "--ignore-scripts"],
        otherwise="npm could not pin package.json.",
    )
    content = json.loads(lock.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(content, indent=2) + "\n")
