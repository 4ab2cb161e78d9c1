"""The office's pages of domains, and the page behind a shared link."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from shared_apps.domains.links import link_of
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.verbs import choose_address, revoke, share
from tenant_apps.accounts.verbs import add_person, trust_email
from tenants import host_cache
from tenants.context import acting_in, acting_on_shared_data
from tenants.routing import canonical_host
from tests.zones import Zones

from .conftest import BY, EDGE, Yard

HOST = "shop.acme.example"
LIST = "/office/domains/"
STEPS = ["check/", "address/", "link/", "link/end/", "release/"]


def text_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def one(domain: OwnDomain, step: str = "") -> str:
    return f"{LIST}{domain.uuid}/{step}"


def status_of(domain: OwnDomain) -> str:
    with acting_on_shared_data():
        return str(OwnDomain.objects.get(pk=domain.pk).status)


@pytest.fixture
def olgas(browse: Any, olga: Any, reseller: Any) -> Browser:
    found: Browser = browse(olga, reseller)
    return found


def shared_path(alphas: Yard, domain: OwnDomain) -> str:
    with acting_in(alphas.tenant):
        share(domain, by=BY)
        return urlsplit(link_of(domain)).path


@pytest.mark.parametrize("step", ["", *STEPS])
def test_strangers_clients_and_advisors_see_and_change_nothing(
    step: str, browse: Any, alphas: Yard, carl: Any, adel: Any, peer: Any, other_reseller: Any
) -> None:
    domain = alphas.active(HOST)
    typed = {"confirmation": HOST}
    ask = "post" if step else "get"
    expected = {None: 302, carl: 404, adel: 403}
    for person, status in expected.items():
        assert getattr(browse(person, alphas.tenant), ask)(one(domain, step), typed).status_code == status
    assert getattr(browse(peer, other_reseller), ask)(one(domain, step), typed).status_code == 404
    assert status_of(domain) == "active"
    with acting_on_shared_data():
        assert not OwnDomain.objects.get(pk=domain.pk).share_key


@pytest.mark.parametrize("step", ["check/", "address/", "link/", "link/end/"])
def test_changes_reject_get(step: str, olgas: Browser, alphas: Yard) -> None:
    assert olgas.get(one(alphas.claim(HOST), step)).status_code == 405


@pytest.mark.parametrize("step", ["", *STEPS])
def test_an_unknown_domain_is_not_found(step: str, olgas: Browser) -> None:
    address = f"{LIST}{uuid4()}/{step}"
    assert (olgas.post if step else olgas.get)(address).status_code == 404


def test_anothers_domains_are_not_listed(browse: Any, peer: Any, other_reseller: Any, alphas: Yard) -> None:
    alphas.active(HOST)
    assert HOST not in text_of(browse(peer, other_reseller).get(LIST))


def test_adding_a_domain_shows_what_to_enter_and_what_was_answered(olgas: Browser, alphas: Yard) -> None:
    answer = olgas.post(LIST, {"host": "https://Shop.Acme.Example/"}, follow=True)
    domain = OwnDomain(host=HOST)
    with acting_on_shared_data():
        domain = OwnDomain.objects.get(host=HOST)
    said = text_of(answer)
    for part in (
        f"_portal-verify.{HOST}",
        "_portal-verify.shop",
        domain.proof,
        EDGE,
        "The name does not exist",
    ):
        assert part in said


def test_an_apex_is_told_addresses_and_the_alias(olgas: Browser, alphas: Yard) -> None:
    said = text_of(olgas.get(one(alphas.claim("acme.example"))))
    assert "192.0.2.10" in said
    assert "ALIAS" in said
    assert "@" in said


def test_both_names_are_added_when_ticked(olgas: Browser, alphas: Yard) -> None:
    olgas.post(LIST, {"host": "acme.example", "with_twin": "on"})
    said = text_of(olgas.get(LIST))
    assert "www.acme.example" in said


def test_the_other_name_is_offered_until_it_is_there(olgas: Browser, alphas: Yard) -> None:
    domain = alphas.claim("acme.example")
    assert "Add this one too" in text_of(olgas.get(one(domain)))
    olgas.post(LIST, {"host": "www.acme.example"})
    assert "Add this one too" not in text_of(olgas.get(one(domain)))
    assert "Add this one too" not in text_of(olgas.get(one(alphas.claim(HOST))))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.2.3.4", "IP address"),
        ("co.uk", "an ending"),
        ("alpha.vitrine.localhost", "cannot be used"),
        ("аpple.com", "look alike"),
        ("shop", "whole name"),
        ("<script>", "no domain name"),
        ("", "required"),
        ("x" * 600, "500"),
    ],
)
def test_a_name_that_cannot_be_claimed_is_refused_in_words(typed: str, words: str, olgas: Browser) -> None:
    answer = olgas.post(LIST, {"host": typed})
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_a_name_twice_and_a_name_of_another_are_refused(olgas: Browser, alphas: Yard, betas: Yard) -> None:
    alphas.claim(HOST)
    betas.verified("theirs.example")
    assert "already" in text_of(olgas.post(LIST, {"host": HOST}))
    assert "another portal" in text_of(olgas.post(LIST, {"host": "theirs.example"}))


def test_persian_digits_and_capitals_are_understood(olgas: Browser, alphas: Yard) -> None:
    olgas.post(LIST, {"host": "Shop۲۴.example"})
    with acting_on_shared_data():
        assert OwnDomain.objects.filter(host="shop24.example").exists()


def test_a_look_moves_the_domain_and_shows_it(olgas: Browser, alphas: Yard) -> None:
    domain = alphas.claim(HOST)
    alphas.prove(domain)
    alphas.route(domain)
    answer = olgas.post(one(domain, "check/"), HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    assert 'id="doctor"' in answer.content.decode()
    assert "The domain leads here." in text_of(answer)
    assert status_of(domain) == "active"


def test_a_second_look_waits(olgas: Browser, alphas: Yard, zones: Zones) -> None:
    domain = alphas.claim(HOST)
    olgas.post(one(domain, "check/"))
    zones.asked.clear()
    assert "moment ago" in text_of(olgas.post(one(domain, "check/"), follow=True))
    assert "moment ago" in text_of(olgas.post(one(domain, "check/"), HTTP_HX_REQUEST="true"))
    assert "moment ago" not in text_of(olgas.get(one(domain)))
    assert zones.asked == []


def test_the_address_can_be_an_active_domain_alone(olgas: Browser, alphas: Yard) -> None:
    pending = alphas.verified("other.acme.example")
    olgas.post(one(pending, "address/"))
    with acting_on_shared_data():
        assert canonical_host(alphas.tenant.id) == "alpha.vitrine.localhost"
    olgas.post(one(alphas.active(HOST), "address/"))
    with acting_on_shared_data():
        assert canonical_host(alphas.tenant.id) == HOST


def test_the_owner_alone_chooses_the_address(browse: Any, alphas: Yard, olga: Any) -> None:
    """Reset links lead to the address: a manager who chose it could read the owner's."""
    domain = alphas.active(HOST)
    with acting_in(alphas.tenant):
        manager = add_person(email="mona@example.com", name="Mona", role="manager", by=BY)
        trust_email(manager)
    monas: Browser = browse(manager, alphas.tenant)
    assert monas.get(one(domain)).status_code == 200
    assert "Make it my address" not in text_of(monas.get(one(domain)))
    assert monas.post(one(domain, "address/")).status_code == 403
    with acting_on_shared_data():
        assert canonical_host(alphas.tenant.id) == "alpha.vitrine.localhost"


def test_whoever_changes_the_address_is_led_there_by_a_link(olgas: Browser, alphas: Yard) -> None:
    """Browsers follow no redirect to another host after a form: the policy of the page forbids it."""
    answer = olgas.post(one(alphas.active(HOST), "address/"))
    assert answer.status_code == 200
    assert f"http://{HOST}:" in answer.content.decode()


def test_the_first_address_can_be_had_back(browse: Any, olga: Any, alphas: Yard) -> None:
    domain = alphas.active(HOST)
    with acting_in(alphas.tenant):
        choose_address(domain, by=BY)
    host_cache.near.clear()
    caches["shared"].clear()
    there = browse(olga, replace(alphas.tenant, canonical_host=HOST))
    assert "Go back to it" in text_of(there.get(LIST))
    assert "alpha.vitrine.localhost" in there.post(f"{LIST}address/").content.decode()
    with acting_on_shared_data():
        assert canonical_host(alphas.tenant.id) == "alpha.vitrine.localhost"


def test_whoever_gives_the_address_back_is_led_to_the_first_one(browse: Any, olga: Any, alphas: Yard) -> None:
    domain = alphas.active(HOST)
    with acting_in(alphas.tenant):
        choose_address(domain, by=BY)
    host_cache.near.clear()
    caches["shared"].clear()
    there = browse(olga, replace(alphas.tenant, canonical_host=HOST))
    answer = there.post(one(domain, "release/"), {"confirmation": HOST})
    assert answer.status_code == 200
    assert "alpha.vitrine.localhost" in answer.content.decode()


def test_giving_back_wants_the_name_typed(olgas: Browser, alphas: Yard) -> None:
    domain = alphas.active(HOST)
    for typed in ("", "yes", "acme.example", f"x{HOST}"):
        assert olgas.post(one(domain, "release/"), {"confirmation": typed}).status_code == 422
    assert status_of(domain) == "active"
    assert olgas.post(one(domain, "release/"), {"confirmation": HOST.upper()}).status_code == 302
    assert status_of(domain) == "released"
    assert olgas.get(one(domain)).status_code == 404


def test_a_name_is_typed_in_its_own_script_to_give_it_back(olgas: Browser, alphas: Yard) -> None:
    domain = alphas.claim("فروشگاه.example")
    assert "فروشگاه.example" in text_of(olgas.get(one(domain)))
    olgas.post(one(domain, "release/"), {"confirmation": "فروشگاه.example"})
    assert status_of(domain) == "released"


def test_a_revoked_domain_cannot_be_the_address(olgas: Browser, alphas: Yard) -> None:
    domain = alphas.active(HOST)
    with acting_in(alphas.tenant):
        revoke(domain, by=BY, reason="abuse")
    olgas.post(one(domain, "address/"))
    with acting_on_shared_data():
        assert canonical_host(alphas.tenant.id) == "alpha.vitrine.localhost"


def test_the_pages_cost_few_queries(olgas: Browser, alphas: Yard) -> None:
    for number in range(8):
        alphas.claim(f"h{number}.acme.example")
    domain = alphas.claim(HOST)
    for page in (LIST, one(domain)):
        olgas.get(page)
        with CaptureQueriesContext(connection) as asked:
            olgas.get(page)
        assert len(asked) <= 8, [query["sql"][:90] for query in asked]


def test_a_shared_page_needs_no_account_and_shows_records_and_verdicts_alone(
    alphas: Yard, browse: Any
) -> None:
    domain = alphas.claim(HOST)
    answer = browse(None, alphas.tenant).get(shared_path(alphas, domain))
    assert answer.status_code == 200
    said = text_of(answer)
    assert domain.proof in said
    assert EDGE in said
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "noindex" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "sid" not in answer.cookies
    for telling in ("/office/", "Olga", "olga@", "History", "Your address"):
        assert telling not in answer.content.decode()


def test_a_visitor_of_the_shared_page_can_look_again_but_not_often(
    alphas: Yard, browse: Any, zones: Zones
) -> None:
    domain = alphas.claim(HOST)
    path = shared_path(alphas, domain)
    alphas.prove(domain)
    visitor = browse(None, alphas.tenant)
    assert "The record is there" in text_of(visitor.post(f"{path}check/", HTTP_HX_REQUEST="true"))
    zones.asked.clear()
    for _ in range(3):
        assert visitor.post(f"{path}check/").status_code == 302
    assert zones.asked == []
    assert visitor.get(f"{path}check/").status_code == 405


def test_a_link_ends_after_14_days_when_revoked_and_when_made_anew(
    alphas: Yard, browse: Any, later: Any, olgas: Browser
) -> None:
    domain = alphas.claim(HOST)
    visitor = browse(None, alphas.tenant)
    old = shared_path(alphas, domain)
    new = shared_path(alphas, domain)
    assert visitor.get(old).status_code == 404
    assert visitor.get(new).status_code == 200
    later(days=14, minutes=1)
    assert visitor.get(new).status_code == 404
    newest = shared_path(alphas, domain)
    olgas.post(one(domain, "link/end/"))
    assert visitor.get(newest).status_code == 404
    assert visitor.post(f"{newest}check/").status_code == 404


def test_a_link_of_one_tenant_opens_nothing_at_another(
    alphas: Yard, browse: Any, other_reseller: Any
) -> None:
    path = shared_path(alphas, alphas.claim(HOST))
    assert browse(None, other_reseller).get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "x:y:z", "W10:1aaaaa:AAAA", "%00", "a" * 2000])
def test_a_made_up_link_opens_nothing(token: str, alphas: Yard, browse: Any) -> None:
    assert browse(None, alphas.tenant).get(f"/dns/{token}/").status_code == 404


def test_what_the_dns_says_is_never_markup(olgas: Browser, alphas: Yard, zones: Zones) -> None:
    zones.put(f"_portal-verify.{HOST}", "TXT", "<script>alert(1)</script>")
    domain = alphas.claim(HOST)
    alphas.check(domain)
    body = olgas.get(one(domain)).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body
