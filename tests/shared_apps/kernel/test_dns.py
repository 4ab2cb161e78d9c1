"""What the DNS answers, told apart by real packets on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared_apps.kernel.dns import Answer, Outcome, look_up, resolver
from tests.zones import Zones


@pytest.fixture
def zones(settings: Any) -> Iterator[Zones]:
    running = Zones()
    settings.VITRINE_DNS_SERVERS = [running.address]
    running.start()
    yield running
    running.stop()


def test_a_record_is_found_with_the_aliases_that_led_to_it(zones: Zones) -> None:
    zones.put("shop.example", "CNAME", "edge.example.")
    zones.put("edge.example", "A", "192.0.2.7", "192.0.2.8")
    found = look_up("Shop.Example.", "a")
    assert sorted(found.values) == ["192.0.2.7", "192.0.2.8"]
    assert found.aliases == ("edge.example",)
    assert (found.name, found.type, found.is_found) == ("shop.example", "A", True)


def test_a_long_text_is_one_value(zones: Zones) -> None:
    zones.put("shop.example", "TXT", "v=spf1 -all", "k" * 200)
    assert sorted(look_up("shop.example", "TXT").values) == ["k" * 200, "v=spf1 -all"]


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("text.example", Outcome.NONE),
        ("nowhere.example", Outcome.NXDOMAIN),
        ("leads-nowhere.example", Outcome.NXDOMAIN),
        ("fails.example", Outcome.SERVFAIL),
        ("circle.example", Outcome.SERVFAIL),
        ("silent.example", Outcome.TIMEOUT),
        ("a..example", Outcome.NXDOMAIN),
        ("x" * 64 + ".example", Outcome.NXDOMAIN),
        ("مثال.example", Outcome.NXDOMAIN),
        ("", Outcome.NXDOMAIN),
    ],
)
def test_what_came_of_it_is_told_apart(name: str, outcome: Outcome, zones: Zones) -> None:
    zones.put("text.example", "TXT", "x")
    zones.put("leads-nowhere.example", "CNAME", "nowhere.example.")
    zones.put("circle.example", "CNAME", "circle2.example.")
    zones.put("circle2.example", "CNAME", "circle.example.")
    zones.failing.add("fails.example")
    zones.silent.add("silent.example")
    found = look_up(name, "A")
    assert found.outcome is outcome
    assert not found.values


def test_only_absence_is_absence() -> None:
    known = {outcome: Answer("x", "A", outcome) for outcome in Outcome}
    assert [str(outcome) for outcome in known if known[outcome].is_absent] == ["none", "nxdomain"]
    assert [str(outcome) for outcome in known if known[outcome].is_unknown] == ["timeout", "servfail"]


def test_a_server_that_nobody_runs_is_no_absence(settings: Any) -> None:
    settings.VITRINE_DNS_SERVERS = ["127.0.0.1:1"]
    assert look_up("shop.example", "A").is_unknown


def test_only_the_named_servers_are_asked(settings: Any) -> None:
    settings.VITRINE_DNS_SERVERS = ["127.0.0.1:5353", "[::1]:5354", "192.0.2.1", "2001:db8::1"]
    asked = [(server.address, server.port) for server in resolver().nameservers]  # type: ignore[union-attr]
    assert asked == [("127.0.0.1", 5353), ("::1", 5354), ("192.0.2.1", 53), ("2001:db8::1", 53)]
