"""What the DNS says moves a domain; what it does not say never does (RELIABILITY 32)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client as Browser

from shared_apps.agenda.models import Entry
from shared_apps.domains import certificate
from shared_apps.domains.deployment import route_is_set
from shared_apps.domains.doctor import Verdict
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.records import route_records
from shared_apps.domains.verbs import OutOfReach, choose_address, claim, recheck, release, revoke
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of
from tenants import host_cache
from tenants.context import acting_in, acting_on_shared_data
from tenants.hosts import tenant_at
from tenants.models import Domain
from tenants.routing import canonical_host
from tests.zones import Zones

from .conftest import ADDRESS, BY, EDGE, Yard

HOST = "shop.acme.example"


def verdict(domain: OwnDomain, step: str) -> str:
    return str(domain.answers[step]["verdict"])


def leads_to(host: str) -> bool:
    """Whether visitors of the host come to a tenant; nothing of an uncommitted test is told to the caches."""
    host_cache.near.clear()
    caches["shared"].clear()
    return Browser(HTTP_HOST=host).get("/accounts/login/").status_code != 404


def address_of(yard: Yard) -> str:
    with acting_on_shared_data():
        return canonical_host(yard.tenant.id)


def mails(template: str) -> int:
    with acting_on_shared_data():
        return Entry.objects.filter(task="notices.send_mail", payload__template=f"domains/{template}").count()


def test_a_domain_goes_from_claim_to_active(alphas: Yard, zones: Zones) -> None:
    domain = alphas.claim(HOST)
    assert alphas.check(domain) == "pending"
    assert (verdict(domain, "proof"), verdict(domain, "route")) == ("missing", "nowhere")
    alphas.prove(domain)
    assert alphas.check(domain) == "verified"
    assert not leads_to(HOST)
    alphas.route(domain)
    assert alphas.check(domain) == "active"
    assert leads_to(HOST)
    assert mails("active") == 1
    with acting_in(alphas.tenant):
        moves = [event.to_status for event in reversed(history_of(domain))]
    assert moves == ["pending", "verified", "routed", "active"]


def test_a_domain_does_not_serve_before_it_is_proved(alphas: Yard) -> None:
    domain = alphas.claim(HOST)
    alphas.route(domain)
    assert alphas.check(domain) == "pending"
    assert not leads_to(HOST)


def test_the_proof_fits_one_tenant_and_one_host(alphas: Yard, betas: Yard, zones: Zones) -> None:
    mine, theirs = alphas.claim(HOST), betas.claim(HOST)
    other = alphas.claim("other.acme.example")
    assert len({mine.proof, theirs.proof, other.proof}) == 3
    zones.put(f"_portal-verify.{HOST}", "TXT", theirs.proof, other.proof)
    assert alphas.check(mine) == "pending"
    assert verdict(mine, "proof") == "other_value"


def test_a_wildcard_does_not_verify_unless_it_says_the_proof(alphas: Yard, zones: Zones) -> None:
    zones.put("*.acme.example", "TXT", "v=spf1 -all", "google-site-verification=x")
    zones.put("*.acme.example", "A", ADDRESS)
    domain = alphas.claim(HOST)
    assert alphas.check(domain) == "pending"
    assert verdict(domain, "proof") == "other_value"


def test_a_proof_among_other_values_verifies(alphas: Yard, zones: Zones) -> None:
    domain = alphas.claim(HOST)
    zones.put(f"_portal-verify.{HOST}", "TXT", "v=spf1 -all", f'" {domain.proof.upper()} "')
    assert alphas.check(domain) == "verified"


def test_a_proof_that_went_elsewhere_is_found(alphas: Yard, zones: Zones) -> None:
    domain = alphas.claim(HOST)
    zones.put(HOST, "TXT", domain.proof)
    assert alphas.check(domain) == "pending"
    assert verdict(domain, "proof") == "misplaced"
    zones.put(f"_portal-verify.{HOST}.acme.example", "TXT", domain.proof)
    assert alphas.check(domain) == "pending"
    assert verdict(domain, "proof") == "doubled"


@pytest.mark.parametrize(
    ("host", "records", "found"),
    [
        (HOST, [("CNAME", f"{EDGE}.")], Verdict.FINE),
        (HOST, [("CNAME", "alias.acme.example.")], Verdict.FINE),
        ("acme.example", [("A", ADDRESS)], Verdict.FINE),
        (HOST, [("A", ADDRESS)], Verdict.FINE),
        ("acme.example", [("A", "192.0.2.99")], Verdict.ELSEWHERE),
        ("acme.example", [("A", ADDRESS), ("A", "192.0.2.99")], Verdict.MIXED),
        ("acme.example", [("A", ADDRESS), ("AAAA", "2001:db8::99")], Verdict.IPV6),
        (HOST, [("CNAME", "nowhere.acme.example.")], Verdict.NOWHERE),
        (HOST, [("TXT", "x")], Verdict.NOWHERE),
    ],
)
def test_a_route_is_an_alias_or_addresses_that_are_all_ours(
    host: str, records: list[tuple[str, str]], found: Verdict, alphas: Yard, zones: Zones
) -> None:
    zones.put("alias.acme.example", "CNAME", f"{EDGE}.")
    for kind in {kind for kind, _ in records}:
        zones.put(host, kind, *(value for each, value in records if each == kind))
    domain = alphas.claim(host)
    alphas.prove(domain)
    alphas.check(domain)
    assert verdict(domain, "route") == found
    assert (domain.status == "active") is (found is Verdict.FINE)


def test_an_alias_that_a_provider_flattens_follows_our_edge(
    alphas: Yard, zones: Zones, settings: Any
) -> None:
    settings.VITRINE_ROUTE_ADDRESSES = []
    zones.put(EDGE, "A", "192.0.2.44")
    domain = alphas.verified("acme.example")
    zones.put("acme.example", "A", "192.0.2.44")
    assert alphas.check(domain) == "active"


@pytest.mark.parametrize("way", ["failing", "silent"])
def test_silence_never_demotes(way: str, alphas: Yard, zones: Zones, later: Any) -> None:
    domain = alphas.active(HOST)
    getattr(zones, way).update({f"_portal-verify.{HOST}", HOST})
    for _ in range(4 if way == "failing" else 1):
        later(days=3)
        assert alphas.check(domain) == "active"
    assert domain.misses == 0
    assert domain.trouble == ""
    assert verdict(domain, "proof") in ("silent", "broken")


def test_silence_does_not_end_a_grace(alphas: Yard, zones: Zones, later: Any) -> None:
    domain = alphas.active(HOST)
    zones.put(f"_portal-verify.{HOST}", "TXT")
    assert alphas.check(domain, 3) == "failing"
    zones.failing.add(f"_portal-verify.{HOST}")
    later(days=8)
    assert alphas.check(domain) == "failing"
    zones.failing.clear()
    assert alphas.check(domain) == "suspended"


@pytest.mark.parametrize("lost", ["proof", "route"])
def test_definite_absence_fails_after_three_looks_and_suspends_after_the_grace(
    lost: str, alphas: Yard, zones: Zones, later: Any
) -> None:
    domain = alphas.active(HOST)
    zones.put(HOST if lost == "route" else f"_portal-verify.{HOST}", "CNAME" if lost == "route" else "TXT")
    assert alphas.check(domain, 2) == "active"
    assert alphas.check(domain) == "failing"
    assert leads_to(HOST)
    assert mails("failing") == 1
    later(days=6, hours=23)
    assert alphas.check(domain) == "failing"
    later(hours=2)
    assert alphas.check(domain) == "suspended"
    assert not leads_to(HOST)
    assert mails("suspended") == 1


def test_looks_that_see_the_record_again_start_the_count_anew(alphas: Yard, zones: Zones) -> None:
    domain = alphas.active(HOST)
    for _ in range(3):
        zones.put(HOST, "CNAME")
        assert alphas.check(domain, 2) == "active"
        alphas.route(domain)
        assert alphas.check(domain) == "active"


def test_a_mended_domain_comes_back(alphas: Yard, zones: Zones, later: Any) -> None:
    domain = alphas.active(HOST)
    zones.put(HOST, "CNAME")
    assert alphas.check(domain, 3) == "failing"
    alphas.route(domain)
    assert alphas.check(domain) == "active"
    zones.put(HOST, "CNAME")
    assert alphas.check(domain, 3) == "failing"
    later(days=8)
    assert alphas.check(domain) == "suspended"
    alphas.route(domain)
    assert alphas.check(domain) == "active"
    assert leads_to(HOST)
    assert domain.failing_since is None


def test_what_stays_suspended_is_given_back(alphas: Yard, betas: Yard, zones: Zones, later: Any) -> None:
    domain = alphas.active(HOST)
    zones.put(HOST, "CNAME")
    alphas.check(domain, 3)
    later(days=8)
    assert alphas.check(domain) == "suspended"
    later(days=29)
    assert alphas.check(domain) == "suspended"
    later(days=2)
    assert alphas.check(domain) == "released"
    with pytest.raises(OutOfReach):
        betas.claim(HOST)
    later(days=31)
    assert betas.claim(HOST)


def test_a_revoked_domain_stays_away_whatever_its_dns_says(alphas: Yard) -> None:
    domain = alphas.active(HOST)
    with acting_in(alphas.tenant):
        revoke(domain, by=BY, reason="abuse")
    assert alphas.check(domain) == "suspended"
    assert not leads_to(HOST)


def test_what_the_dns_has_suspended_can_be_revoked_and_stays_away(
    alphas: Yard, zones: Zones, later: Any
) -> None:
    domain = alphas.active(HOST)
    zones.put(HOST, "CNAME")
    alphas.check(domain, 3)
    later(days=8)
    assert alphas.check(domain) == "suspended"
    with acting_in(alphas.tenant):
        revoke(domain, by=BY, reason="abuse")
    alphas.route(domain)
    assert alphas.check(domain) == "suspended"
    assert not leads_to(HOST)


def test_an_address_that_fails_steps_down_and_comes_back_once_it_is_mended(
    alphas: Yard, zones: Zones
) -> None:
    domain = alphas.active(HOST)
    with acting_in(alphas.tenant):
        choose_address(domain, by=BY)
    assert address_of(alphas) == HOST
    zones.put(HOST, "CNAME")
    assert alphas.check(domain, 3) == "failing"
    assert address_of(alphas) == alphas.tenant.canonical_host
    alphas.route(domain)
    assert alphas.check(domain) == "active"
    assert address_of(alphas) == HOST


def test_an_address_chosen_meanwhile_is_kept(alphas: Yard, zones: Zones) -> None:
    first, second = alphas.active(HOST), alphas.active("other.acme.example")
    with acting_in(alphas.tenant):
        choose_address(first, by=BY)
    zones.put(HOST, "CNAME")
    assert alphas.check(first, 3) == "failing"
    with acting_in(alphas.tenant):
        choose_address(second, by=BY)
    alphas.route(first)
    assert alphas.check(first) == "active"
    assert address_of(alphas) == "other.acme.example"


def test_a_domain_that_came_back_since_it_was_read_is_stopped_all_the_same(
    alphas: Yard, zones: Zones, later: Any
) -> None:
    domain = alphas.active(HOST)
    zones.put(HOST, "CNAME")
    alphas.check(domain, 3)
    later(days=8)
    assert alphas.check(domain) == "suspended"
    with acting_on_shared_data():
        read_before = OwnDomain.objects.get(pk=domain.pk)
    alphas.route(domain)
    assert alphas.check(domain) == "active"
    with acting_in(alphas.tenant):
        revoke(read_before, by=BY, reason="abuse")
    assert not leads_to(HOST)
    assert alphas.check(domain) == "suspended"


def test_a_domain_that_was_no_address_becomes_none_when_it_is_mended(alphas: Yard, zones: Zones) -> None:
    domain = alphas.active(HOST)
    zones.put(HOST, "CNAME")
    alphas.check(domain, 3)
    alphas.route(domain)
    assert alphas.check(domain) == "active"
    assert address_of(alphas) == alphas.tenant.canonical_host


def test_a_proof_with_nul_in_it_is_kept_and_proves_nothing(alphas: Yard, zones: Zones) -> None:
    domain = alphas.claim(HOST)
    zones.put(f"_portal-verify.{HOST}", "TXT", f"{domain.proof}\0")
    assert alphas.check(domain) == "pending"
    assert verdict(domain, "proof") == "other_value"


def test_a_click_connects_nowhere_and_has_the_worker_look(
    alphas: Yard, settings: Any, monkeypatch: Any
) -> None:
    domain = alphas.claim(HOST)
    alphas.prove(domain)
    alphas.route(domain)
    settings.PUBLIC_SCHEME = "https"
    looked_at: list[str] = []
    monkeypatch.setattr(certificate, "inspect", lambda host: looked_at.append(host) or Verdict.WAITING)
    with acting_in(alphas.tenant):
        recheck(domain, by=BY)
    assert domain.status == "routed"
    assert looked_at == []
    with acting_on_shared_data():
        domain.refresh_from_db()
        due = Entry.objects.get(task="domains.check", payload__round=domain.round).due_at
    assert due <= now()
    alphas.check(domain)
    assert looked_at == [HOST]


def test_only_one_of_two_tenants_verifies_and_the_other_is_told(
    alphas: Yard, betas: Yard, zones: Zones
) -> None:
    mine, theirs = alphas.claim(HOST), betas.claim(HOST)
    zones.put(f"_portal-verify.{HOST}", "TXT", mine.proof, theirs.proof)
    assert alphas.check(mine) == "verified"
    assert mails("taken") == 1
    assert betas.check(theirs) == "pending"
    assert theirs.trouble == "taken"
    assert mails("taken") == 1
    with acting_on_shared_data():
        told = Entry.objects.get(task="notices.send_mail", payload__template="domains/taken")
        assert told.tenant_id == betas.tenant.id


def test_a_held_name_cannot_be_claimed_by_another(alphas: Yard, betas: Yard) -> None:
    alphas.verified(HOST)
    with pytest.raises(OutOfReach):
        betas.claim(HOST)


def test_a_name_given_back_is_quarantined_for_others_alone(
    alphas: Yard, betas: Yard, zones: Zones, later: Any
) -> None:
    pending = betas.claim(HOST)
    domain = alphas.active(HOST)
    with acting_in(alphas.tenant):
        release(domain, by=BY)
    assert not leads_to(HOST)
    with acting_on_shared_data():
        assert not Domain.objects.filter(host=HOST).exists()
    zones.put(f"_portal-verify.{HOST}", "TXT", pending.proof)
    later(days=29)
    assert betas.check(pending) == "pending"
    assert pending.trouble == "taken"
    later(days=2)
    assert betas.check(pending) == "active"


def test_the_same_tenant_may_have_it_back_at_once(alphas: Yard) -> None:
    domain = alphas.active(HOST)
    with acting_in(alphas.tenant):
        release(domain, by=BY)
    assert alphas.active(HOST).pk != domain.pk


def test_a_name_that_was_never_proved_is_free_at_once(alphas: Yard, betas: Yard) -> None:
    domain = alphas.claim(HOST)
    with acting_in(alphas.tenant):
        release(domain, by=BY)
    assert betas.verified(HOST)


def test_both_of_an_apex_and_its_www_are_claimed_when_asked(alphas: Yard) -> None:
    with acting_in(alphas.tenant):
        made = claim("www.acme.example", with_twin=True, by=BY)
        assert [domain.host for domain in made] == ["www.acme.example", "acme.example"]
        assert [domain.host for domain in claim("shop.acme.example", with_twin=True, by=BY)] == [HOST]


def test_the_host_is_dropped_from_the_caches_when_it_is_suspended(
    alphas: Yard, django_capture_on_commit_callbacks: Any
) -> None:
    domain = alphas.active(HOST)
    assert Browser(HTTP_HOST=HOST).get("/").status_code == 308
    with django_capture_on_commit_callbacks(execute=True), acting_in(alphas.tenant):
        revoke(domain, by=BY, reason="abuse")
    assert tenant_at(HOST) is None
    assert Browser(HTTP_HOST=HOST).get("/").status_code == 404


def test_whoever_deploys_is_told_what_is_missing(settings: Any) -> None:
    assert route_is_set() == []
    settings.VITRINE_ROUTE_ADDRESSES = []
    assert [warning.id for warning in route_is_set()] == ["domains.W001"]


def test_without_a_host_to_point_to_addresses_are_told(settings: Any) -> None:
    assert [record.type for record in route_records(HOST)] == ["CNAME"]
    settings.VITRINE_ROUTE_HOST = ""
    assert [(record.type, record.value) for record in route_records(HOST)] == [("A", ADDRESS)]
