"""Which processes a local installation consists of, beside its stores."""

import os
import sys
from pathlib import Path

from deploy.local.environment import (
    DNS,
    OUTBOX,
    PROVISIONER,
    REGISTRAR,
    STRIPE,
    WEB,
    Port,
    uses_own_dns,
    uses_own_provisioner,
    uses_own_registrar,
    uses_own_stripe,
)
from deploy.local.processes import Child


def children(folder: Path, env: dict[str, str]) -> list[Child]:
    """Those that people wait for: web and the sandboxes, all of which answer HTTP."""
    web = ["granian", "config.wsgi:application", "--interface=wsgi", "--host=127.0.0.1", "--no-ws",
           f"--port={WEB.number}", f"--workers={_web_workers()}", "--blocking-threads=8"]  # fmt: skip
    sandboxes = {
        name: [f"deploy.sandbox.{name}", f"--port={port.number}", f"--data={folder / name}"]
        for name, port in _sandboxes().items()
    }
    return [_child(name, ["-m", *rest], folder, env) for name, rest in {"web": web, **sandboxes}.items()]


def late_children(folder: Path, env: dict[str, str]) -> list[Child]:
    """Those that nobody waits for: until they are up, work keeps in the agenda."""
    worker = ["-m", "celery", "--app=config.celery", "worker", "--pool=threads", "--concurrency=4",
              "--loglevel=info", "--without-gossip", "--without-mingle"]  # fmt: skip
    relay = ["manage.py", "relay"]
    return [_child("worker", worker, folder, env), _child("relay", relay, folder, env)]


def _child(name: str, arguments: list[str], folder: Path, env: dict[str, str]) -> Child:
    return Child(name, [sys.executable, *arguments], folder / "log" / f"{name}.log", env)


def _web_workers() -> str:
    # Each one imports the whole product: a second one is worth its seconds at the start under load alone.
    return os.environ.get("VITRINE_WEB_WORKERS") or "1"


def _sandboxes() -> dict[str, Port]:
    found = {"outbox": OUTBOX}
    if uses_own_stripe():
        found["stripe"] = STRIPE
    if uses_own_provisioner():
        found["provisioner"] = PROVISIONER
    if uses_own_registrar():
        found["registrar"] = REGISTRAR
    if uses_own_dns():
        found["dns"] = DNS
    return found


def ports() -> list[Port]:
    """The ports that have to answer before Vitrine is ready."""
    return [WEB, *_sandboxes().values()]
