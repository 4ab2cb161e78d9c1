"""Caddy, pebble, a name server and the product, all on loopback."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection

from deploy.local.ports import free_port
from tests.database import address_of
from tests.deploy.caddy.authority import Authority
from tests.deploy.caddy.proxy import EDGE, Proxy, listens, wait_until
from tests.zones import Zones

ROOT = Path(__file__).parents[3]
MISSING = [name for name in ("caddy", "pebble") if shutil.which(name) is None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if MISSING and here in item.path.parents:
            item.add_marker(
                pytest.mark.skip(reason=f"{' and '.join(MISSING)} not found: apt-get install caddy pebble")
            )


@pytest.fixture
def zones(settings: Any) -> Iterator[Zones]:
    running = Zones()
    settings.VITRINE_DNS_SERVERS = [running.address]
    settings.VITRINE_ROUTE_HOST, settings.VITRINE_ROUTE_ADDRESSES = EDGE, ["127.0.0.1"]
    running.put(EDGE, "A", "127.0.0.1")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def ports() -> tuple[int, int]:
    """Plain and TLS."""
    return free_port(), free_port()


@pytest.fixture
def authority(tmp_path: Path, zones: Zones, ports: tuple[int, int]) -> Iterator[Authority]:
    running = Authority(tmp_path, dns=zones.address, http_port=ports[0], https_port=ports[1])
    wait_until(lambda: listens(int(running.directory.rsplit(":", 1)[1].split("/")[0])))
    yield running
    running.stop()


@pytest.fixture
def trust(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Trusts what the authority issues; so does every look that the product takes from this process."""
    root = tmp_path / "root.pem"
    root.write_text(authority.root())
    monkeypatch.setenv("SSL_CERT_FILE", str(root))
    return ssl.create_default_context(cafile=str(root))


@pytest.fixture
def web(tmp_path: Path, transactional_db: None, ports: tuple[int, int]) -> Iterator[int]:
    """The product under granian, on the database of this test; its port."""
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.deploy.caddy.plain_settings",
        "DATABASE_URL": address_of(connection.settings_dict["NAME"]),
        "REDIS_URL": configured.CACHES["shared"]["LOCATION"],
        "VITRINE_DATA_DIR": str(tmp_path / "web"),
        "VITRINE_PUBLIC_SCHEME": "https",
        "VITRINE_PUBLIC_PORT": str(ports[1]),
        "VITRINE_TRUSTED_PROXIES": "1",
    }
    command = ["granian", "config.wsgi:application", "--interface=wsgi", "--host=127.0.0.1", f"--port={port}"]
    with (tmp_path / "web.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--blocking-threads=2", "--no-ws"],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        wait_until(lambda: listens(port))
        yield port
        process.terminate()
        process.wait(20)


@pytest.fixture
def proxy(
    tmp_path: Path,
    authority: Authority,
    trust: ssl.SSLContext,
    web: int,
    ports: tuple[int, int],
    settings: Any,
) -> Iterator[Proxy]:
    running = Proxy(tmp_path, directory=authority.directory, roots=authority.trust, upstream=web, ports=ports)
    settings.PUBLIC_SCHEME, settings.PUBLIC_PORT = "https", str(ports[1])
    yield running
    running.stop()
