"""`make test`, `make pictures`, `make bench`: throwaway stores, then the suite with its whole output passed through."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.local import postgres, redis
from deploy.local.disk import require_room
from deploy.local.environment import environment, uses_own_postgres, uses_own_redis
from deploy.local.paths import ROOT, data_dir
from deploy.local.progress import say, step

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def test() -> int:
    """Run the whole test suite; VITRINE_PYTEST_ARGS adds arguments. Returns pytest's exit code."""
    if not any(map(shutil.which, BROWSERS)):
        say(
            "No Chromium here: the tests in a real browser cannot run. Install it (apt-get install chromium)."
        )
    arguments = shlex.split(os.environ.get("VITRINE_PYTEST_ARGS", ""))
    return _run([sys.executable, "-m", "pytest", "-n", "2", *arguments], "test", durable=False)


def pictures() -> int:
    """Photograph the main pages in four languages, light and dark, phone and desk, into `.data/screenshots/`."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/browser/test_gallery.py"]
    os.environ["VITRINE_PICTURES"] = "1"
    return _run(command, "test", durable=False)


def bench() -> int:
    """Run the benchmarks on a database as durable as the real one. Returns their exit code."""
    return _run([sys.executable, "-m", "bench"], "bench", durable=True)


def _run(command: Sequence[str], name: str, *, durable: bool) -> int:
    folder = data_dir()
    require_room(folder)
    with own_stores(folder, name, durable=durable) as env:
        return subprocess.run(command, check=False, cwd=ROOT, env=env).returncode


@contextmanager
def own_stores(folder: Path, name: str, *, durable: bool) -> Iterator[dict[str, str]]:
    """The environment with embedded stores of its own, on any free ports, for as long as the block runs."""
    database, cache = folder / f"{name}-postgres", folder / f"{name}-redis"
    stores = {}
    try:
        with step("Starting PostgreSQL and Redis"):
            if uses_own_postgres():
                stores["DATABASE_URL"] = postgres.start(database, durable=durable)
            if uses_own_redis():
                stores["REDIS_URL"] = redis.start(cache, durable=durable)
        yield environment(folder, stores)
    finally:
        redis.stop(cache)
        postgres.stop(database)
