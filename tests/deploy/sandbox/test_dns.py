"""The loopback name server: what stands in its zone is what the product's own questions find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.sandbox.dns import serve
from deploy.sandbox.dns.sandbox import Dns
from deploy.sandbox.dns.zone import put
from shared_apps.kernel.dns import Outcome, look_up

ZONE = """\
# a remark
shop.acme.localhost CNAME portals.localhost.
portals.localhost A 127.0.0.1
portals.localhost AAAA ::1
_portal-verify.shop.acme.localhost TXT "the proof"
*.wild.localhost TXT anything
broken.localhost SERVFAIL
silent.localhost SILENT
round.localhost CNAME round.localhost.
half.localhost A not-an-address
"""


@pytest.fixture
def names(tmp_path: Path, settings: Any) -> Iterator[Dns]:
    running = serve(data=tmp_path)
    running.zone.write(ZONE)
    settings.VITRINE_DNS_SERVERS = [f"127.0.0.1:{running.port}"]
    yield running
    running.stop()


@pytest.mark.parametrize(
    ("name", "kind", "values"),
    [
        ("shop.acme.localhost", "CNAME", ("portals.localhost",)),
        ("shop.acme.localhost", "A", ("127.0.0.1",)),
        ("SHOP.acme.localhost", "AAAA", ("::1",)),
        ("_portal-verify.shop.acme.localhost", "TXT", ("the proof",)),
        ("x.y.wild.localhost", "TXT", ("anything",)),
    ],
)
def test_what_stands_in_the_zone_is_found(name: str, kind: str, values: tuple[str, ...], names: Dns) -> None:
    assert look_up(name, kind).values == values


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("nowhere.localhost", Outcome.NXDOMAIN),
        ("acme.localhost", Outcome.NONE),
        ("wild.localhost", Outcome.NONE),
        ("broken.localhost", Outcome.SERVFAIL),
        ("silent.localhost", Outcome.TIMEOUT),
        ("round.localhost", Outcome.SERVFAIL),
        ("half.localhost", Outcome.NONE),
    ],
)
def test_what_does_not_is_told_apart(name: str, outcome: Outcome, names: Dns) -> None:
    assert look_up(name, "A").outcome is outcome


def test_the_page_edits_the_zone(names: Dns) -> None:
    page = httpx.get(names.url, trust_env=False, verify=False)
    assert "the proof" in page.text
    text = "new.localhost A 127.0.0.9\r\n<b>odd</b> TXT <script>\r\n"
    assert httpx.post(names.url, data={"zone": text}, trust_env=False, verify=False).status_code == 303
    assert look_up("new.localhost", "A").values == ("127.0.0.9",)
    assert "<script>" not in httpx.get(names.url, trust_env=False, verify=False).text


def test_another_page_cannot_point_its_name_here(names: Dns) -> None:
    assert (
        httpx.get(names.url, headers={"Host": "evil.example"}, trust_env=False, verify=False).status_code
        == 421
    )


def test_records_are_put_once_and_kept(tmp_path: Path) -> None:
    for _ in range(2):
        put(tmp_path, ("shop.localhost", "TXT", "x"))
    lines = (tmp_path / "zone.txt").read_text().splitlines()
    assert lines.count("shop.localhost TXT x") == 1
    assert "portals.localhost A 127.0.0.1" in lines
