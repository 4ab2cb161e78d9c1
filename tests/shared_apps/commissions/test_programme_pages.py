"""The office writes the next terms, tries them on last month, publishes them; members read why they earned."""

from __future__ import annotations

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from shared_apps.commissions.models import AffiliateTier, Earning, ProgrammeVersion, Rule
from shared_apps.commissions.queries import terms_in_force
from shared_apps.commissions.terms import draft, rules_of, versions
from shared_apps.commissions.verbs.tiers import put_tier
from tenants.context import acting_in

from .story import SYSTEM, bring, buy, publish_terms, refund

HOME = "/office/affiliates/programme/"
DRAFT = f"{HOME}draft/"
TERMS = {"hold_days": "14", "cookie_days": "60", "minimum_minor": "300", "second_approval_minor": "1000"}
RULE = {"what": "", "tier": "", "occasion": "any", "kind": "percent", "percent_bp": "12.5"}


def text_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.fixture
def olgas(browse, olga, reseller):
    return browse(olga, reseller)


@pytest.fixture
def drafted(olgas):
    """Olga, with a draft begun."""
    olgas.post(f"{DRAFT}new/")
    return olgas


def only_rule(reseller) -> Rule:
    with acting_in(reseller):
        return rules_of(draft())[0]


def test_from_the_usual_terms_to_a_second_version(drafted, reseller) -> None:
    assert "Nothing is otherwise than before" in text_of(drafted.get(DRAFT))
    assert drafted.post(DRAFT, TERMS)["Location"] == DRAFT
    rule = only_rule(reseller)
    assert drafted.post(f"{DRAFT}rules/{rule.key}/", RULE)["Location"] == DRAFT
    page = text_of(drafted.get(DRAFT))
    for said in ("Hold in days 30 14", "20% 12.5%", "A second person approves above never"):
        assert said in page
    with acting_in(reseller):
        assert terms_in_force().hold_days == 30
    drafted.post(f"{DRAFT}publication/", {"note": "For the spring"})
    with acting_in(reseller):
        kept = terms_in_force()
        assert (kept.number, kept.hold_days, kept.cookie_days, kept.minimum_minor) == (2, 14, 60, 30_000)
        assert (kept.second_approval_minor, kept.published_by) == (100_000, "Olga Owner")
        assert [one.percent_bp for one in rules_of(kept)] == [1_250]
        second, first = versions()
    home = text_of(drafted.get(HOME))
    assert "For the spring" in home
    assert "12.5%" in home
    assert "20% 12.5%" in text_of(drafted.get(f"{HOME}versions/{second.uuid}/"))
    assert "20%" in text_of(drafted.get(f"{HOME}versions/{first.uuid}/"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"hold_days": "366"},
        {"hold_days": "-1"},
        {"cookie_days": "0"},
        {"minimum_minor": "0"},
        {"second_approval_minor": "-5"},
        {"earning_days": "0"},
    ],
    ids=str,
)
def test_terms_beyond_their_limits_are_refused(drafted, reseller, wrong) -> None:
    assert drafted.post(DRAFT, {**TERMS, **wrong}).status_code == 422
    with acting_in(reseller):
        assert draft().hold_days == 30


@pytest.mark.parametrize(
    "wrong",
    [
        {"percent_bp": "101"},
        {"percent_bp": "NaN"},
        {"percent_bp": ""},
        {"kind": "amount"},
        {"kind": "amount", "amount_minor": "0"},
        {"cap_minor": "-1"},
        {"months": "0"},
        {"what": "plan:nothing"},
        {"tier": "nobody"},
        {"occasion": "never"},
    ],
    ids=str,
)
def test_a_rule_that_says_nothing_sound_is_refused(drafted, reseller, wrong) -> None:
    """RELIABILITY 23, 24: nothing of it is written."""
    assert drafted.post(f"{DRAFT}rules/new/", {**RULE, **wrong}).status_code == 422
    with acting_in(reseller):
        assert Rule.objects.filter(version=draft()).count() == 1


def test_rules_are_added_said_in_words_and_removed(drafted, reseller) -> None:
    with acting_in(reseller):
        put_tier({"name": "Gold"}, by=SYSTEM)
    typed = {"occasion": "first", "kind": "amount", "amount_minor": "50", "tier": "gold"}
    limits = {"cap_minor": "40", "total_cap_minor": "400", "months": "۱۲", "purchases": "3"}
    assert drafted.post(f"{DRAFT}rules/new/", {**RULE, **typed, **limits}).status_code == 302
    page = text_of(drafted.get(DRAFT))
    assert "Gold · First purchase of a service" in page
    assert "in the first 12 months on the first 3 purchases" in page
    with acting_in(reseller):
        key = next(one.key for one in rules_of(draft()) if one.tier)
        tier = AffiliateTier.objects.get()
    drafted.post(f"/office/affiliates/levels/{tier.uuid}/removal/")
    with acting_in(reseller):
        assert AffiliateTier.objects.exists(), "A rule names it."
    drafted.post(f"{DRAFT}rules/{key}/removal/")
    drafted.post(f"/office/affiliates/levels/{tier.uuid}/removal/")
    with acting_in(reseller):
        assert len(rules_of(draft())) == 1
        assert not AffiliateTier.objects.exists()
    assert drafted.get(f"{DRAFT}rules/{uuid4()}/").status_code == 404


def test_a_draft_that_is_gone_says_so(drafted, reseller) -> None:
    drafted.post(f"{DRAFT}removal/")
    for step in ("", "publication/", "removal/", "rules/new/"):
        assert drafted.post(f"{DRAFT}{step}", {**TERMS, **RULE})["Location"] == HOME
    with acting_in(reseller):
        assert ProgrammeVersion.objects.count() == 1


def test_pages_are_for_those_who_may(browse, reseller, other_reseller, adel, carl, peer, drafted) -> None:
    for page in (HOME, DRAFT, f"{DRAFT}simulation/", "/office/affiliates/levels/"):
        assert browse(None, reseller).get(page).status_code == 302
        assert browse(carl, reseller).get(page).status_code == 404
        assert browse(adel, reseller).get(page).status_code == 403
    assert browse(adel, reseller).post(f"{DRAFT}publication/").status_code == 403
    assert browse(peer, other_reseller).get(DRAFT)["Location"] == HOME
    assert drafted.get(f"{DRAFT}publication/").status_code == 405
    assert drafted.get(f"{HOME}versions/{uuid4()}/").status_code == 404


def test_an_earning_explains_itself(browse, reseller, other_reseller, carl, sam, olga, peer) -> None:
    with acting_in(reseller):
        client = bring(carl, sam)
        buy(client, 40_000)
        publish_terms({"percent_bp": 1_000, "cap_minor": 5_000})
        refund(buy(client, 100_000), 25_000, of=100_000)
        first, second = Earning.objects.order_by("pk")
    carls = browse(carl, reseller)
    page = text_of(carls.get(f"/my/affiliate/earnings/{second.uuid}/"))
    # 10 % of 1,000.00, at most 50.00; a quarter of it was taken back.
    for said in ("Every purchase", "10%, at most ₺50 a sale", "5%", "₺12.50", "By version 2"):
        assert said in page
    assert "By version 1" in text_of(carls.get(f"/my/affiliate/earnings/{first.uuid}/"))
    assert f"/my/affiliate/earnings/{first.uuid}/" in carls.get("/my/affiliate/earnings/").content.decode()
    office = text_of(browse(olga, reseller).get(f"/office/affiliates/earnings/{second.uuid}/"))
    assert "Carl Client" in office
    assert "A refund took back a part" in office
    assert browse(sam, reseller).get(f"/my/affiliate/earnings/{second.uuid}/").status_code == 404
    assert browse(peer, other_reseller).get(f"/office/affiliates/earnings/{second.uuid}/").status_code == 404


def test_the_console_has_a_programme_of_its_own(browse, opal, operator, reseller) -> None:
    opals = browse(opal, operator)
    assert "20%" in text_of(opals.get("/console/affiliates/programme/"))
    opals.post("/console/affiliates/programme/draft/new/")
    assert opals.get("/console/affiliates/programme/draft/").status_code == 200
    with acting_in(reseller):
        assert draft() is None
    assert opals.get("/console/affiliates/levels/").status_code == 404
