"""`make run`: starts everything, tells where it is, and stops all of it when asked."""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from deploy.local.disk import require_room
from deploy.local.environment import (
    OUTBOX,
    PROVISIONER,
    STRIPE,
    WEB,
    Port,
    environment,
    start_stores,
    stop_stores,
    uses_own_provisioner,
    uses_own_stripe,
)
from deploy.local.errors import Halt
from deploy.local.keeper import Keeper
from deploy.local.locks import sole_runner
from deploy.local.paths import data_dir
from deploy.local.processes import Child, stop_all
from deploy.local.progress import say, step
from deploy.local.signs import sign
from deploy.local.upkeep import bring_up_to_date

READY_SECONDS = 60
GRACE_SECONDS = 10


def serve() -> None:
    """Serve until Ctrl-C or SIGTERM; raise Halt when something cannot start or stops by itself."""
    started = time.monotonic()
    folder = data_dir()
    require_room(folder)
    with interruptible(), sole_runner(folder):
        for port in _ports():
            port.require_free()
        try:
            with step("Starting PostgreSQL and Redis"):
                env = environment(folder, start_stores(folder))
            bring_up_to_date(folder, env)
            _run_children(children(folder, env), started)
        except KeyboardInterrupt:
            say("")
        finally:
            with step("Stopping PostgreSQL and Redis"):
                stop_stores(folder)
    say("Stopped.")


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


def _ports() -> list[Port]:
    return [WEB, *_sandboxes().values()]


def _run_children(processes: Sequence[Child], started: float) -> None:
    keeper = Keeper()
    try:
        with step("Starting web, worker, relay and sandboxes"):
            for child in processes:
                keeper.look_after(child.start())
            _wait_for_answers(processes)
        say(sign(time.monotonic() - started))
        while True:
            _require_alive(processes)
            time.sleep(0.2)
    finally:
        with step("Stopping"):
            late = stop_all(processes, grace=GRACE_SECONDS)
            keeper.dismiss()
        for name in late:
            say(f"  {name} did not stop within {GRACE_SECONDS} s and was killed.")


def _wait_for_answers(processes: Sequence[Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    waiting = {f"{port.url}/health/ready/" if port is WEB else port.url: port.what for port in _ports()}
    while waiting:
        _require_alive(processes)
        waiting = {url: what for url, what in waiting.items() if not answers(url)}
        if time.monotonic() > deadline:
            silent = ", ".join(waiting.values())
            raise Halt(f"No answer from {silent} after {READY_SECONDS} s: see {data_dir() / 'log'}.")
        time.sleep(0.05)


def _require_alive(processes: Sequence[Child]) -> None:
    for child in processes:
        if child.has_ended():
            raise Halt(child.obituary())


def answers(url: str) -> bool:
    """Whether an HTTP server answers there, be it to say no; 5xx does not count."""
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=2).close()
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
    return True


@contextmanager
def interruptible() -> Iterator[None]:
    """Turn the first Ctrl-C, SIGTERM or hang-up into KeyboardInterrupt and ignore more: stopping must end."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(number: int, frame: FrameType | None) -> None:
        for other in signals:
            signal.signal(other, lambda *_: None)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
