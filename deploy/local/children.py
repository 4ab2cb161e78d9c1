"""Which processes a local installation consists of, beside its stores."""

import os
import sys
from pathlib import Path

from deploy.local.environment import (
    OUTBOX,
    PROVISIONER,
    STRIPE,
    WEB,
    Port,
    uses_own_provisioner,
    uses_own_stripe,
)
from deploy.local.processes import Child


def children(folder: Path, env: dict[str, str]) -> list[Child]:
    """The processes of a local installation. Web goes first: people wait for it, the others catch up."""
    python = [sys.executable, "-m"]
    later = ["nice", "-n", "5"]
    commands: dict[str, list[str]] = {
        "web": [*python, "granian", "config.wsgi:application", "--interface=wsgi", "--host=127.0.0.1",
                "--no-ws", f"--port={WEB.number}", f"--workers={_web_workers()}", "--blocking-threads=8"],
        "worker": [*later, *python, "celery", "--app=config.celery", "worker", "--pool=threads",
                   "--concurrency=4", "--loglevel=info", "--without-gossip", "--without-mingle"],
        "relay": [*later, sys.executable, "manage.py", "relay"],
    }  # fmt: skip
    commands |= {
        name: [*python, f"deploy.sandbox.{name}", f"--port={port.number}", f"--data={folder / name}"]
        for name, port in _sandboxes().items()
    }
    log = folder / "log"
    return [Child(name, command, log / f"{name}.log", env) for name, command in commands.items()]


def _web_workers() -> str:
    # Each one imports the whole product: a second one is worth its seconds at the start under load alone.
    return os.environ.get("VITRINE_WEB_WORKERS") or "1"


def _sandboxes() -> dict[str, Port]:
    found = {"outbox": OUTBOX}
    if uses_own_stripe():
        found["stripe"] = STRIPE
    if uses_own_provisioner():
        found["provisioner"] = PROVISIONER
    return found


def ports() -> list[Port]:
    """The ports that have to answer before Vitrine is ready."""
    return [WEB, *_sandboxes().values()]
