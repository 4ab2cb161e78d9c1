"""Nobody makes us connect to our own network (RELIABILITY 11)."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from shared_apps.kernel import outside
from shared_apps.kernel.dns import Answer, Outcome
from shared_apps.kernel.outside import (
    SMTP_PORTS,
    Refused,
    checked_address,
    checked_addresses,
    is_public,
    open_checked,
    open_socket,
)

PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.170", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:7f00:1",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
    "2002:808:808::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
]  # fmt: skip
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "172.32.0.1",
    "192.0.1.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
]
Names = Callable[..., None]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Let the DNS know these A records and nothing else; a list of lists changes at each question."""

    def know(outcome: Outcome = Outcome.NXDOMAIN, **hosts: list[str] | Iterator[list[str]]) -> None:
        def look_up(name: str, kind: str) -> Answer:
            known = hosts.get(name.split(".", maxsplit=1)[0])
            if known is None or kind != "A":
                return Answer(name, kind, outcome if known is None else Outcome.NONE)
            values = known if isinstance(known, list) else next(known)
            return Answer(name, kind, Outcome.FOUND, tuple(values))

        monkeypatch.setattr(outside, "look_up", look_up)

    return know


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_no_public_network_is_refused(address: str, names: Names) -> None:
    assert not is_public(ip_address(address))
    names(mail=[address.split("%", maxsplit=1)[0]])
    for host in (address, "mail.example"):
        with pytest.raises(Refused):
            checked_address(host, 587)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_the_one_to_connect_to(address: str, names: Names) -> None:
    names(mail=[address])
    assert checked_address("mail.example", 587) == (address, 587)


@pytest.mark.parametrize(
    "host",
    ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "localhost", "LOCALHOST.", "a.localhost", "", " ",
     "a b", "mail.example\r\nRCPT", "user@mail.example", "http://mail.example", "mail.example:25", "-a.example",
     "mail..example", "xn--", "a" * 64 + ".example", "1.2.3.4.5"],
)  # fmt: skip
def test_what_is_no_name_or_a_disguise_is_refused(host: str, names: Names) -> None:
    names()
    with pytest.raises(Refused):
        checked_address(host, 587)


def test_one_private_address_among_many_refuses_the_host(names: Names) -> None:
    names(mail=["8.8.8.8", "10.0.0.1"])
    with pytest.raises(Refused, match="not on the public internet"):
        checked_addresses("mail.example", 587)


def test_a_name_that_changes_its_answer_is_not_asked_twice(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(mail=iter([["8.8.8.8"], ["127.0.0.1"], ["127.0.0.1"]]))
    called = []
    monkeypatch.setattr(
        socket, "create_connection", lambda address, timeout: called.append(address) or socket.socket()
    )
    open_socket("mail.example", 587, 1).close()
    assert called == [("8.8.8.8", 587)]


def test_a_connection_takes_literal_addresses_alone() -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        open_checked(["mail.example"], 587, 1)


@pytest.mark.parametrize("port", [0, 22, 80, 443, 5432, 6379, 11211, 65536])
def test_only_ports_of_mail_are_open_to_mail(port: int, names: Names) -> None:
    names(mail=["8.8.8.8"])
    with pytest.raises(Refused, match="Port"):
        checked_address("mail.example", port, ports=SMTP_PORTS)


def test_silence_is_told_from_absence(names: Names) -> None:
    names()
    with pytest.raises(Refused, match="No address"):
        checked_address("mail.example", 587)
    names(Outcome.TIMEOUT)
    with pytest.raises(Refused, match="did not answer"):
        checked_address("mail.example", 587)


def test_development_may_name_loopback_hosts_and_no_other_place_may(settings, monkeypatch) -> None:
    settings.OUTSIDE_ALLOWED = ["localhost:2500", "127.0.0.1:2500"]
    assert checked_address("localhost", 2500, ports=SMTP_PORTS) == ("127.0.0.1", 2500)
    assert checked_address("127.0.0.1", 2500) == ("127.0.0.1", 2500)
    with pytest.raises(Refused):
        checked_address("127.0.0.1", 2501)
    settings.DEVELOPMENT = False
    with pytest.raises(Refused):
        checked_address("127.0.0.1", 2500)
    monkeypatch.setenv("VITRINE_OUTSIDE_ALLOWED", "127.0.0.1:2500")
    with pytest.raises(ImproperlyConfigured, match="development only"):
        env.development_only("VITRINE_OUTSIDE_ALLOWED", False)


def test_many_addresses_cost_no_more_than_one_wait(monkeypatch) -> None:
    tried: list[tuple[str, float]] = []

    def refuse(address: tuple[str, int], timeout: float) -> None:
        tried.append((address[0], timeout))
        raise OSError("nobody there")

    monkeypatch.setattr("socket.create_connection", refuse)
    with pytest.raises(OSError, match="nobody there"):
        outside.open_checked([f"8.8.8.{number}" for number in range(1, 200)], 587, 10)
    assert len(tried) == outside.MOST_ADDRESSES
    assert all(seconds <= 10 for _address, seconds in tried)
