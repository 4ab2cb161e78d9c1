"""PostgreSQL is restarted under load: 503 while it is away, then everything as before (RELIABILITY 19)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import postgres
from deploy.local.ports import free_port
from deploy.local.postgres import program
from tests.database import address_of, template_database

ROOT = Path(__file__).parents[2]
VISITORS = 8
PATIENCE = 60
OUTAGE_SECONDS = 12

pytestmark = pytest.mark.slow


class Server:
    """The product under granian on a PostgreSQL of its own."""

    def __init__(self, folder: Path) -> None:
        self.data, self.pg_port, self.port = folder / "postgres", free_port(), free_port()
        self.environment = {
            **os.environ,
            "DATABASE_URL": postgres.start(self.data, self.pg_port, durable=False),
            "DJANGO_SETTINGS_MODULE": "tests.tenants.probe_settings",
            "LOG_LEVEL": "CRITICAL",
        }
        _copy_template(self.environment["DATABASE_URL"])
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--blocking-threads",
            "4",
            "--no-ws",
            "config.wsgi:application",
        ]
        self.web = subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=subprocess.DEVNULL)

    def ask(self, slug: str) -> tuple[int, bytes]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/where/", headers={"Host": f"{slug}.vitrine.localhost"}
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read()
        except OSError:
            return 0, b""

    def wait_for(self, status: int) -> float:
        began = time.monotonic()
        while self.ask("alpha")[0] != status:
            assert time.monotonic() - began < PATIENCE
            time.sleep(0.1)
        return time.monotonic() - began

    def time_of(self, status: int) -> float:
        """The median seconds of an answer, which must have that status."""
        spent = []
        for _ in range(9):
            began = time.monotonic()
            assert self.ask("alpha")[0] == status
            spent.append(time.monotonic() - began)
        return sorted(spent)[4]

    def stop(self) -> None:
        self.web.terminate()
        self.web.wait()
        postgres.stop(self.data)


def _copy_template(address: str) -> None:
    """Fill a server's empty database with what the tests begin with: reading it takes a second, migrating a minute."""
    read = [program("pg_dump"), "--no-owner", "--no-privileges", "--dbname", address_of(template_database())]
    write = [program("psql"), "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", address]
    with subprocess.Popen(read, stdout=subprocess.PIPE) as dump:
        subprocess.run(write, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
    assert dump.returncode == 0


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("restart")
    for each in (folder, *folder.parents[:2]):
        each.chmod(0o755)  # PostgreSQL does not run as root, and must come in
    server = Server(folder)
    try:
        yield server
    finally:
        server.stop()


def test_visitors_see_503_and_then_the_page_again(server: Server) -> None:
    server.wait_for(200)
    statuses: Counter[int] = Counter()
    strays: list[bytes] = []
    over = threading.Event()

    def visit(slug: str) -> None:
        while not over.is_set():
            status, body = server.ask(slug)
            statuses[status] += 1
            if status == 200 and json.loads(body)["slug"] != slug:
                strays.append(body)
            if status == 503 and slug.encode() in body:
                strays.append(body)

    visitors = [
        threading.Thread(target=visit, args=(("alpha", "beta")[number % 2],)) for number in range(VISITORS)
    ]
    for each in visitors:
        each.start()
    time.sleep(1)
    postgres.stop(server.data)
    server.wait_for(503)
    time.sleep(OUTAGE_SECONDS)
    told_at_once = server.time_of(503)
    postgres.start(server.data, server.pg_port, durable=False)
    recovered = server.wait_for(200)
    time.sleep(1)
    over.set()
    for each in visitors:
        each.join()
    assert set(statuses) == {200, 503}, statuses
    assert statuses[503] > 0
    assert strays == []
    assert told_at_once < 1
    assert recovered < 20
