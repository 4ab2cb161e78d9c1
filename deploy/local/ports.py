"""Loopback ports: whether one is free, and who to ask when it is not."""

import socket

from deploy.local.errors import Halt

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def require_free(port: int, what: str, variable: str) -> None:
    """Raise Halt, naming the setting that moves `what` elsewhere, when `port` is taken."""
    if not is_free(port):
        raise Halt(
            f"Port {port} for {what} is taken: stop what listens there, or set {variable} to a free port."
        )
