"""Who counts as whose: by the last click, by a code at checkout, by hand with a reason; with what was before."""

from __future__ import annotations

from uuid import uuid4

import pytest

from shared_apps.commissions.attribution import attributions_of
from shared_apps.commissions.cards import AlreadyAttributed, CodeTaken, Identity, OwnReferral, UnknownCode
from shared_apps.commissions.models import Earning, Referral, Visit
from shared_apps.commissions.statistics import period_of, reach_of, visits_chart
from shared_apps.commissions.tracing import own_token
from shared_apps.commissions.verbs import (
    attribute,
    attribute_by_code,
    attribute_by_hand,
    code_for,
    count_visit,
    end_attribution,
)
from shared_apps.commissions.verbs.campaigns import end_campaign, start_campaign
from shared_apps.commissions.verbs.members import change_standing

from .story import bring, buy


def who(person) -> Identity:
    return Identity(person.uuid, person.email, name=person.name)


@pytest.fixture
def carls(in_reseller, carl):
    return code_for(carl.uuid, name=carl.name)


@pytest.fixture
def adels(in_reseller, adel):
    return code_for(adel.uuid, name=adel.name)


def test_a_code_at_checkout_outdoes_the_click_and_the_click_stays_in_history(
    carls, adels, carl, adel, sam
) -> None:
    client = bring(carl, sam)
    won = attribute_by_code(client_uuid=client, referred=who(sam), code=adels.code.upper(), by=sam.actor)
    again = attribute_by_code(client_uuid=client, referred=who(sam), code=adels.code, by=sam.actor)
    assert won == again
    now, before = attributions_of(client)
    assert (now.member, now.source, now.ended_at) == (adel.uuid, "By a code at checkout", None)
    assert before.member == carl.uuid
    assert before.ended_at is not None


def test_by_hand_needs_a_reason_and_what_was_earned_stays(carls, adels, carl, adel, sam, olga) -> None:
    client = bring(carl, sam)
    buy(client, 10_000)
    with pytest.raises(ValueError, match="reason"):
        attribute_by_hand(client_uuid=client, referred=who(sam), code=adels.code, reason=" ", by=olga.actor)
    with pytest.raises(OwnReferral):
        attribute_by_hand(client_uuid=client, referred=who(sam), code=adels.code, reason="x", by=adel.actor)
    attribute_by_hand(
        client_uuid=client, referred=who(sam), code=adels.code, reason="He showed the mail", by=olga.actor
    )
    buy(client, 20_000)
    earned = Earning.objects.order_by("pk").values_list("beneficiary_uuid", "amount_minor")
    # 20 % of each: the first to Carl, the second to Adel.
    assert list(earned) == [(carl.uuid, 2_000), (adel.uuid, 4_000)]
    assert attributions_of(client)[0].decided_by == str(olga)
    with pytest.raises(AlreadyAttributed):
        attribute_by_hand(client_uuid=client, referred=who(sam), code=adels.code, reason="x", by=olga.actor)
    end_attribution(client, reason="They asked for it", by=olga.actor)
    buy(client, 30_000)
    assert Earning.objects.count() == 2


def test_codes_that_do_not_count_are_refused(carls, carl, sam, olga) -> None:
    wish = {"client_uuid": uuid4(), "by": olga.actor}
    for code in ("", "nobody", "x" * 99, "\x00"):
        with pytest.raises(UnknownCode):
            attribute_by_code(referred=who(sam), code=code, **wish)
    with pytest.raises(OwnReferral):
        attribute_by_code(referred=who(carl), code=carls.code, **wish)
    ended = start_campaign(carls, tag="Video", by=carl.actor)
    end_campaign(carls, ended.uuid, by=carl.actor)
    with pytest.raises(UnknownCode):
        attribute_by_code(referred=who(sam), code=ended.code, **wish)
    change_standing(carls, "paused", reason="Spam", by=olga.actor)
    with pytest.raises(UnknownCode):
        attribute_by_code(referred=who(sam), code=carls.code, **wish)
    assert not Referral.objects.exists()


def test_a_paused_member_goes_on_earning_and_an_excluded_one_does_not(carls, carl, sam, olga) -> None:
    client = bring(carl, sam)
    change_standing(carls, "paused", reason="Spam", by=olga.actor)
    buy(client, 10_000)
    assert count_visit(carls.code, fingerprint="x") == ""
    change_standing(carls, "excluded", reason="Spam again", by=olga.actor)
    buy(client, 10_000)
    assert Earning.objects.count() == 1


def test_a_campaign_counts_clicks_sign_ups_and_purchases_of_its_own(carls, carl, sam) -> None:
    video = start_campaign(carls, tag="Video", code="Carl-Video", landing="/plans/?x=1", by=carl.actor)
    assert video.code == "carl-video"
    for fingerprint in ("a", "a", "b", "c", "d"):
        token = count_visit("CARL-VIDEO", fingerprint=fingerprint)
    count_visit(carls.code, fingerprint="a")
    client = uuid4()
    attribute(client_uuid=client, referred=who(sam), token=token)
    buy(client, 10_000)
    buy(client, 5_000)
    period = period_of({"period": "7"})
    own, of_video = reach_of(carls, period, "TRY", [video])
    assert (own.clicks, own.visitors, own.sign_ups, own.purchases) == (1, 1, 0, 0)
    assert (of_video.clicks, of_video.visitors, of_video.sign_ups) == (5, 4, 1)
    # One of four visitors bought, twice: 20 % of 150.00.
    assert (of_video.purchases, of_video.conversion, of_video.earned.minor) == (2, 25.0, 3_000)
    assert sum(visits_chart(carls, period).values) == 5
    assert sum(visits_chart(carls, period_of({"period": "365"}), video).before) == 1


@pytest.mark.parametrize(
    "landing", ["//evil.example", "https://evil.example/", "javascript:x", "\\\\evil", ""]
)
def test_a_link_leads_nowhere_else(carls, carl, landing) -> None:
    """RELIABILITY 26."""
    with pytest.raises(ValueError, match="cannot be used"):
        start_campaign(carls, tag="Video", landing=landing, by=carl.actor)


def test_a_code_is_one_members(carls, adels, carl, adel) -> None:
    start_campaign(carls, tag="Video", code="summer-24", by=carl.actor)
    for taken in ("SUMMER-24", carls.code):
        with pytest.raises(CodeTaken):
            start_campaign(adels, tag="Video", code=taken, by=adel.actor)
    with pytest.raises(ValueError, match="cannot be used"):
        start_campaign(adels, tag="Other", code="a b/c", by=adel.actor)


def test_a_members_own_browser_is_remembered_with_the_sign_up(carls, adels, carl, sam) -> None:
    token = count_visit(carls.code, fingerprint="x", own_token=own_token(carls))
    assert attribute(client_uuid=uuid4(), referred=who(sam), token=token).is_own_browser
    foreign = count_visit(carls.code, fingerprint="x", own_token=own_token(adels))
    assert not attribute(client_uuid=uuid4(), referred=who(sam), token=foreign).is_own_browser
    assert Visit.objects.get().clicks == 2
