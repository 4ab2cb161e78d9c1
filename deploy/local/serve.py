"""`make run`: starts everything, tells where it is, and stops all of it when asked."""

import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from deploy.local.children import children, late_children, ports
from deploy.local.disk import require_room
from deploy.local.environment import WEB, environment, start_stores, stop_stores
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
        for port in ports():
            port.require_free()
        try:
            with step("Starting PostgreSQL and Redis"):
                env = environment(folder, start_stores(folder))
            bring_up_to_date(folder, env)
            _run_children(children(folder, env), late_children(folder, env), started)
        except KeyboardInterrupt:
            say("")
        finally:
            with step("Stopping PostgreSQL and Redis"):
                stop_stores(folder)
    say("Stopped.")


def _run_children(awaited: Sequence[Child], late: Sequence[Child], started: float) -> None:
    keeper = Keeper()
    processes = [*awaited, *late]
    try:
        with step("Starting web and sandboxes"):
            _start(awaited, keeper)
            _wait_for_answers(awaited)
        _start(late, keeper)
        say(sign(time.monotonic() - started))
        while True:
            _require_alive(processes)
            time.sleep(0.2)
    finally:
        with step("Stopping"):
            stubborn = stop_all(processes, grace=GRACE_SECONDS)
            keeper.dismiss()
        for name in stubborn:
            say(f"  {name} did not stop within {GRACE_SECONDS} s and was killed.")


def _start(processes: Sequence[Child], keeper: Keeper) -> None:
    for child in processes:
        keeper.look_after(child.start())


def _wait_for_answers(processes: Sequence[Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    waiting = {f"{port.url}/health/ready/" if port is WEB else port.url: port.what for port in ports()}
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
