"""What the DNS says about a sender's domain, and what to enter there."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.kernel.dns import Answer, Outcome
from tenant_apps.notices import sender_dns
from tenant_apps.notices.models import MailServer
from tenant_apps.notices.sender_dns import Finding, examine, is_selector

SERVER = MailServer(host="smtp.gmail.com", port=587)
GOOD = "v=spf1 include:_spf.google.com ~all"


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], Any]:
    """Records by name and type; an outcome in place of values is what the DNS says instead."""
    records: dict[tuple[str, str], Any] = {}

    def look_up(name: str, kind: str) -> Answer:
        found = records.get((name, kind), Outcome.NXDOMAIN)
        if isinstance(found, Outcome):
            return Answer(name, kind, found)
        return Answer(name, kind, Outcome.FOUND, tuple(found))

    monkeypatch.setattr(sender_dns, "look_up", look_up)
    return records


def finding(record: str, **options: Any) -> Finding:
    found = examine("hello@shop.example", options.pop("server", SERVER), selector="s1", **options)
    return next(each for each in found if each.record == record)


@pytest.mark.parametrize(
    ("records", "verdict", "wanted"),
    [
        ([GOOD], "good", ""),
        (["v=spf1 include:_spf.google.com -all", "google-site-verification=x"], "good", ""),
        ([], "missing", "v=spf1 include:_spf.google.com ~all"),
        (["v=spf1 mx -all"], "weak", "v=spf1 mx include:_spf.google.com -all"),
        (["v=spf1 mx +all"], "weak", "v=spf1 mx include:_spf.google.com ~all"),
        (["v=spf1 mx ~all", GOOD], "broken", "v=spf1 mx include:_spf.google.com ~all"),
        (["v=spf10 x"], "missing", "v=spf1 include:_spf.google.com ~all"),
        (Outcome.TIMEOUT, "unknown", ""),
        (Outcome.SERVFAIL, "unknown", ""),
    ],
)
def test_spf(records: Any, verdict: str, wanted: str, zone: Any) -> None:
    zone["shop.example", "TXT"] = records or Outcome.NONE
    found = finding("SPF")
    assert (found.verdict, found.wanted) == (verdict, wanted)


def test_a_server_of_ones_own_is_named_and_the_portals_by_its_setting(zone: Any, settings: Any) -> None:
    own = MailServer(host="mail.shop.example", port=587)
    assert finding("SPF", server=own).wanted == "v=spf1 a:mail.shop.example ~all"
    assert finding("SPF", server=MailServer(host="198.51.100.7")).wanted == "v=spf1 ip4:198.51.100.7 ~all"
    settings.MAIL_ROUTE_SPF = "include:_spf.mail.example"
    assert finding("SPF", server=None).wanted == "v=spf1 include:_spf.mail.example ~all"


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        (["v=DKIM1; k=rsa; p=MIIB"], "good"),
        (["k=rsa; p="], "broken"),
        ([], "missing"),
        (Outcome.TIMEOUT, "unknown"),
    ],
)
def test_dkim(records: Any, verdict: str, zone: Any) -> None:
    zone["s1._domainkey.shop.example", "TXT"] = records or Outcome.NXDOMAIN
    assert finding("DKIM").verdict == verdict


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        (["v=DMARC1; p=reject; rua=mailto:a@b.c"], "good"),
        (["v=DMARC1;p=quarantine"], "good"),
        (["v=DMARC1; p=none"], "weak"),
        (["v=DMARC1; rua=mailto:a@b.c"], "broken"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "broken"),
        ([], "missing"),
        (Outcome.SERVFAIL, "unknown"),
    ],
)
def test_dmarc(records: Any, verdict: str, zone: Any) -> None:
    zone["_dmarc.shop.example", "TXT"] = records or Outcome.NXDOMAIN
    found = finding("DMARC", reports_to="help@shop.example")
    assert found.verdict == verdict
    if verdict == "missing":
        assert found.wanted == "v=DMARC1; p=none; rua=mailto:help@shop.example"


@pytest.mark.parametrize(
    ("records", "verdict"),
    [(["10 mx.shop.example"], "good"), (["0 ."], "missing"), ([], "missing"), (Outcome.TIMEOUT, "unknown")],
)
def test_mx(records: Any, verdict: str, zone: Any) -> None:
    zone["shop.example", "MX"] = records or Outcome.NXDOMAIN
    assert finding("MX").verdict == verdict


def test_without_a_selector_no_key_is_looked_for(zone: Any) -> None:
    assert [each.record for each in examine("a@shop.example", None)] == ["SPF", "DMARC", "MX"]
    assert not any(is_selector(text) for text in ("", "a b", "x._domainkey/", "-a", "a" * 64, "é", "a\n"))
    assert is_selector("s1.mail-2026")


def test_a_domain_of_another_script_is_asked_for_as_the_dns_writes_it(zone: Any) -> None:
    found = examine("a@نمونه.example", None)
    assert found[0].name == "xn--mgba4ecb.example" or found[0].name.startswith("xn--")


def test_the_page_tells_what_was_asked_and_what_to_enter(
    zone: Any, in_reseller: Any, browse: Any, olga: Any
) -> None:
    zone["alpha.vitrine.localhost", "TXT"] = Outcome.TIMEOUT
    browser = browse(olga, in_reseller)
    page = browser.get(
        "/office/mail/server/records/?selector=s1", headers={"HX-Request": "true"}
    ).content.decode()
    assert "did not answer in time" in page
    assert "s1._domainkey.alpha.vitrine.localhost TXT" in page
    assert 'data-copy="v=DMARC1; p=none"' in page
    assert "<html" not in page
    assert "not a selector" in browser.get("/office/mail/server/records/?selector=a/b").content.decode()
