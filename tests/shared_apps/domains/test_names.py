"""Which names may be claimed, and how they are kept (RELIABILITY 32)."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.domains.names import BadName, claimable, is_apex, relative, shown, twin


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("Shop.Example.com", "shop.example.com"),
        ("  https://shop.example.com:8443/path?x=1#y ", "shop.example.com"),
        ("shop.example.com.", "shop.example.com"),
        ("me.github.io", "me.github.io"),
        ("فروشگاه.ایران", "xn--mgbtj4c7ad63e.xn--mgba3a4f16a"),
        ("نامه\u200cای.com", "xn--mgba3gch31f060k.com"),
        ("ขาย.ไทย", "xn--22c8d1b.xn--o3cw4h"),
        ("ＳＨＯＰ。com", "shop.com"),
        ("faß.de", "xn--fa-hia.de"),
        ("xn--fa-hia.de", "xn--fa-hia.de"),
        ("shop.example.localhost", "shop.example.localhost"),
    ],
)
def test_a_name_is_kept_in_a_labels(typed: str, host: str) -> None:
    assert claimable(typed) == host


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1.2.3.4", "address"),
        ("[::1]", "address"),
        ("2001:db8::1", "address"),
        ("0x7f.1", "address"),
        ("127.1", "address"),
        ("１２７.0.0.1", "address"),
        ("shop", "single"),
        ("com", "single"),
        ("co.uk", "suffix"),
        ("github.io", "suffix"),
        ("xn--p1ai", "single"),
        ("vitrine.localhost", "ours"),
        ("alpha.vitrine.localhost", "ours"),
        ("A.B.Vitrine.Localhost.", "ours"),
        ("edge.neutral.example", "ours"),
        ("neutral.example", "ours"),
        ("printer.local", "reserved"),
        ("x.internal", "reserved"),
        ("1.0.0.127.in-addr.arpa", "reserved"),
        ("a_b.com", "name"),
        ("-a.com", "name"),
        ("a..com", "name"),
        ("x" * 64 + ".com", "name"),
        (".".join(["a" * 60] * 5) + ".com", "name"),
        ("xn--a.com", "name"),
        ("xn--A-.com", "name"),
        ("shop.example.com\x00", "name"),
        ("shop.example.com\r\nx", "name"),
        ("user@example.com", "name"),
        ("*.example.com", "name"),
        ("", "name"),
        ("аpple.com", "mixed"),
        ("xn--pple-43d.com", "mixed"),
        ("paypαl.com", "mixed"),
    ],
)
def test_a_name_that_nobody_may_claim_is_refused_with_a_reason(typed: str, why: str) -> None:
    with pytest.raises(BadName) as refused:
        claimable(typed)
    assert refused.value.code == why


@pytest.mark.parametrize("typed", ["shop.localhost", "shop.test", "shop.example"])
def test_names_that_lead_nowhere_are_for_development_alone(typed: str, settings: Any) -> None:
    assert claimable(typed)
    settings.DEVELOPMENT = False
    with pytest.raises(BadName):
        claimable(typed)


def test_a_name_is_shown_in_its_own_script() -> None:
    assert shown("xn--mgbtj4c7ad63e.xn--mgba3a4f16a") == "فروشگاه.ایران"
    assert shown("shop.example.com") == "shop.example.com"


def test_an_apex_and_its_www_are_two_domains() -> None:
    assert twin("example.co.uk") == "www.example.co.uk"
    assert twin("www.example.co.uk") == "example.co.uk"
    assert twin("shop.example.co.uk") is None
    assert twin("www.shop.example.co.uk") is None
    assert is_apex("example.co.uk")
    assert not is_apex("www.example.co.uk")


def test_panels_that_add_the_domain_want_the_rest_of_the_name() -> None:
    host = "shop.example.co.uk"
    assert relative(f"_portal-verify.{host}", host) == "_portal-verify.shop"
    assert relative("example.co.uk", "example.co.uk") == "@"
