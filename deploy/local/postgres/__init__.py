"""The embedded PostgreSQL 18, from the wheel's own programs.

Its database is `vitrine`, its superuser `postgres` with a random password; it listens on loopback
alone. Collation is by code point with Unicode case rules (the wheel has no ICU), the same on every machine.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.errors import Halt, last_lines
from deploy.local.ports import free_port, require_free
from deploy.local.postgres.account import as_owner
from deploy.local.postgres.cluster import DATABASE, create, password, program
from deploy.local.postgres.postmaster import is_server, pid_file, serving_pid, status, working_in
from deploy.local.processes import leash

__all__ = ["is_running", "launch", "program", "start", "stop", "wait"]

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "256MB",
    "max_locks_per_transaction": "512",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
START_SECONDS = 60
STOP_SECONDS = 30

_children: dict[Path, subprocess.Popen[bytes]] = {}


def start(data_dir: Path, port: int = 0, *, durable: bool = True) -> str:
    """Serve `data_dir` (made when missing) and return its URL; one that runs already is left as it is.

    Port 0 takes any free one. The server stops when the calling thread's process ends. `durable=False` trades
    safety in a power cut for speed: for tests.
    """
    launch(data_dir, port, durable=durable)
    return wait(data_dir)


def launch(data_dir: Path, port: int = 0, *, durable: bool = True) -> None:
    """The first half of `start`: returns before the server answers."""
    data_dir = data_dir.resolve()
    with _only_one_starter(data_dir):
        if serving_pid(data_dir):
            return
        if not (data_dir / "PG_VERSION").exists():
            create(data_dir)
        _wait_for_left_over_backends(data_dir)
        _discard_stale_pid_file(data_dir)
        _children[data_dir] = _serve(data_dir, port, durable)
        _wait_for_pid_file(data_dir)


def wait(data_dir: Path) -> str:
    """The second half of `start`: wait until the server answers and return its URL."""
    data_dir = data_dir.resolve()
    deadline = time.monotonic() + START_SECONDS
    while status(data_dir) != "ready":
        child = _children.get(data_dir)
        if time.monotonic() > deadline or (child and child.poll() is not None):
            log = _log(data_dir)
            raise Halt(
                f"PostgreSQL did not start; its log is {log}:\n{last_lines(log.read_text(errors='replace'))}"
            )
        time.sleep(0.02)
    return f"postgresql://postgres:{password(data_dir)}@127.0.0.1:{pid_file(data_dir)[3]}/{DATABASE}"


def stop(data_dir: Path) -> None:
    """Stop the server of `data_dir`, open connections or not; nothing happens when none runs."""
    data_dir = data_dir.resolve()
    pid = serving_pid(data_dir)
    if pid:
        os.kill(pid, signal.SIGINT)
        _wait_for_end(data_dir, pid)
    if child := _children.pop(data_dir, None):
        child.wait()


def is_running(data_dir: Path) -> bool:
    """Whether a server serves `data_dir`."""
    return serving_pid(data_dir.resolve()) is not None


def _serve(data_dir: Path, port: int, durable: bool) -> subprocess.Popen[bytes]:
    port = port or free_port()
    require_free(port, "PostgreSQL", "VITRINE_PG_PORT")
    settings = SETTINGS | ({} if durable else THROWAWAY)
    binary = program("postgres")
    command = [*as_owner(binary, data_dir), *leash("INT"), binary, "-D", data_dir, "-p", str(port)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    _log(data_dir).parent.mkdir(parents=True, exist_ok=True)
    with _log(data_dir).open("wb") as log:
        return subprocess.Popen(
            list(map(str, command)),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_for_left_over_backends(data_dir: Path) -> None:
    # Those of a killed server notice within moments; until they are gone PostgreSQL refuses to start.
    deadline = time.monotonic() + STOP_SECONDS
    while working_in(data_dir) and time.monotonic() < deadline:
        time.sleep(0.02)


def _discard_stale_pid_file(data_dir: Path) -> None:
    # PostgreSQL does this itself, but not when the number now belongs to another process of the same user.
    # Left-over backends of a killed server are still seen, by the shared memory segment they hold.
    (data_dir / "postmaster.pid").unlink(missing_ok=True)


def _wait_for_pid_file(data_dir: Path) -> None:
    # Until it is there, a second starter could not tell that this one is under way.
    child = _children[data_dir]
    while not serving_pid(data_dir) and child.poll() is None:
        time.sleep(0.01)


def _wait_for_end(data_dir: Path, pid: int) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    child = _children.get(data_dir)
    while is_server(pid, data_dir):
        if child:
            child.poll()
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGQUIT)
            deadline += STOP_SECONDS
        time.sleep(0.02)


def _log(data_dir: Path) -> Path:
    return data_dir.parent / "log" / f"{data_dir.name}.log"


@contextmanager
def _only_one_starter(data_dir: Path) -> Iterator[None]:
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with data_dir.with_name(f"{data_dir.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
