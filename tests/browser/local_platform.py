"""The real thing: `python -m deploy.local run` in its own folder, with its own database and its own ports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

from deploy.local.paths import ROOT
from deploy.local.ports import free_port

# What a test run has set for itself and the platform decides by itself.
_NOT_INHERITED = {
    "STRIPE_API_BASE", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "PROVISIONER_URL", "PROVISIONER_SECRET",
    "REGISTRAR_URL", "REGISTRAR_SECRET",
    "VITRINE_OUTBOX_DIR", "VITRINE_TEST_DATABASE", "SECRET_KEY", "FIELD_KEY", "CELERY_BROKER_URL",
    "EMAIL_BACKEND", "DJANGO_SETTINGS_MODULE",
}  # fmt: skip
_PORTS = ("VITRINE_PORT", "VITRINE_OUTBOX_PORT", "VITRINE_STRIPE_PORT", "VITRINE_PROVISIONER_PORT",
          "VITRINE_REGISTRAR_PORT")  # fmt: skip
READY = "Vitrine is ready"
DOMAIN = "vitrine.localhost"
PASSWORD = "vitrine-demo-2026"
# Whose name would stand out where it does not belong.
OPERATOR = "Zzyzx Platform"


@dataclass
class Platform:
    """A running platform with the demonstration in it."""

    folder: Path
    entry: dict[str, Any]
    redis_url: str
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in _PORTS})
    process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 240) -> None:
        """Start it and wait for its sign."""
        self._make_database()
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deploy.local", "run"], cwd=ROOT, env=kept | self._settings(),
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + seconds
        while READY not in self.said and time.monotonic() < end:
            assert self.process.poll() is None, self.said
            time.sleep(0.1)
        assert READY in self.said, self.said

    def stop(self) -> int:
        """Ask it to stop as Ctrl-C does, drop its database; its exit code."""
        assert self.process
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self._database}" WITH (FORCE)')
        return code

    def orphans(self) -> list[str]:
        """Processes of this platform that still run."""
        mark = f"VITRINE_DATA_DIR={self.folder}\0".encode()
        return [name for name, environ in _processes() if mark in environ]

    @property
    def log(self) -> Path:
        return self.folder / "run.log"

    @property
    def said(self) -> str:
        """What it has said so far."""
        return self.log.read_text(errors="replace")

    def url(self, slug: str, path: str = "/") -> str:
        """An address on a reseller's host, or on the operator's for an empty slug."""
        return f"http://{slug + '.' if slug else ''}{DOMAIN}:{self.ports['VITRINE_PORT']}{path}"

    def mails(self, to: str) -> list[dict[str, Any]]:
        """The mails to an address, newest first, from the outbox that `make run` shows."""
        address = f"http://127.0.0.1:{self.ports['VITRINE_OUTBOX_PORT']}/api/messages"
        return list(httpx.get(address, params={"to": to}, trust_env=False, verify=False).json()["messages"])

    @property
    def _database(self) -> str:
        return f"vitrine_browser_{os.getpid()}"

    def _make_database(self) -> None:
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self._database}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{self._database}"')

    def _settings(self) -> dict[str, str]:
        entry = self.entry
        account = entry["USER"] + (f":{entry['PASSWORD']}" if entry["PASSWORD"] else "")
        where = f"{entry['HOST']}:{entry['PORT'] or 5432}"
        return {
            "DATABASE_URL": f"postgresql://{account}@{where}/{self._database}",
            "REDIS_URL": urlunsplit(urlsplit(self.redis_url)._replace(path="/15")),
            "VITRINE_DATA_DIR": str(self.folder),
            "PLATFORM_NAME": OPERATOR,
            **{name: str(number) for name, number in self.ports.items()},
        }

    def _server(self) -> psycopg.Connection[tuple[object, ...]]:
        entry = self.entry
        return psycopg.connect(
            host=entry["HOST"], port=entry["PORT"] or 5432, user=entry["USER"], password=entry["PASSWORD"],
            dbname="postgres", autocommit=True,
        )  # fmt: skip


def _processes() -> list[tuple[str, bytes]]:
    """Every process that can be looked at: its command and its environment."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = place.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            found.append((command, place.joinpath("environ").read_bytes() + b"\0"))
        except OSError:
            continue
    return found
