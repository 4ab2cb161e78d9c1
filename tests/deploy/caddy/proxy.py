"""Debian's Caddy with the Caddyfile of production, on free ports, and a visitor of it."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local.ports import free_port

CADDYFILE = Path(__file__).parents[3] / "deploy" / "caddy" / "Caddyfile"
EDGE = "edge.neutral.example"
PATIENCE_SECONDS = 20


class Proxy:
    """A running Caddy. Names are not resolved to reach it: everything goes to loopback with the name inside."""

    def __init__(
        self, folder: Path, *, directory: str, roots: Path, upstream: int, ports: tuple[int, int]
    ) -> None:
        self.http_port, self.https_port = ports
        self._log = (folder / "caddy.log").open("w")
        environment = {
            "VITRINE_ACME_DIRECTORY": directory,
            "VITRINE_ACME_ROOTS": str(roots),
            "VITRINE_HTTP_PORT": str(self.http_port),
            "VITRINE_HTTPS_PORT": str(self.https_port),
            "VITRINE_UPSTREAM": f"127.0.0.1:{upstream}",
            "VITRINE_CADDY_ADMIN": f"127.0.0.1:{free_port()}",
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "HOME": str(folder),
        }
        self._process = subprocess.Popen(
            ["caddy", "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"],
            env={**os.environ, **environment},
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        wait_until(lambda: listens(self.https_port) and listens(self.http_port))

    def handshake(self, host: str, trust: ssl.SSLContext) -> ssl.SSLSocket:
        """A TLS connection to the host; `ssl.SSLError` or `OSError` where there is no certificate for it."""
        plain = socket.create_connection(("127.0.0.1", self.https_port), timeout=PATIENCE_SECONDS)
        return trust.wrap_socket(plain, server_hostname=host)

    def get(
        self, host: str, path: str, trust: ssl.SSLContext, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of a page."""
        connection = http.client.HTTPSConnection(host, self.https_port, timeout=PATIENCE_SECONDS)
        connection.sock = self.handshake(host, trust)
        connection.request("GET", path, headers={"Host": host, **(headers or {})})
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return found

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._log.close()


def wait_until(condition: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < PATIENCE_SECONDS
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Whether somebody listens on a loopback port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
