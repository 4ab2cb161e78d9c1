"""Tax withheld: which rule holds, what it takes, how it is published and handed over (RELIABILITY 20)."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest

from shared_apps.commissions.cards import NotYours, ProfileMissing
from shared_apps.commissions.payees import payee_rules
from shared_apps.commissions.verbs import approve_withdrawal, pay_withdrawal
from shared_apps.kernel.money import EXPONENTS, Money
from shared_apps.ledger.door import AccountKind, AccountName, balance
from shared_apps.payouts.errors import MoreThanWithheld, RuleFixed, RuleOverlaps
from shared_apps.payouts.queries import rule_for, today
from shared_apps.payouts.verbs import (
    drop_draft,
    end_rule,
    publish_rule,
    put_profile,
    put_rule,
    put_settings,
    remit,
    withdraw_rule,
)
from tests.shared_apps.commissions.story import lira, rich, standing, withdraw

from .story import gaps

PROFILE = {"kind": "individual", "name": "Carl Client", "address": "Street 1", "country": "TR", "tax_id": ""}


def rule(olga, points: int, country: str = "", kind: str = "", **more):
    fields = {"name": f"Tax {points}", "country": country, "kind": kind, "basis_points": points}
    found = put_rule({**fields, "since": today(), "until": None, **more}, by=olga.actor)
    publish_rule(found, by=olga.actor)
    return found


@pytest.mark.parametrize(
    ("country", "kind", "points"),
    [("TR", "individual", 1500), ("TR", "company", 1000), ("DE", "individual", 500), ("IR", "company", 0)],
)
def test_the_most_particular_rule_holds(in_reseller, olga, country, kind, points) -> None:
    rule(olga, 500)
    rule(olga, 1000, "TR")
    rule(olga, 1500, "TR", "individual")
    rule(olga, 0, "", "company")
    found = rule_for(country, kind, today())
    assert found is not None and found.basis_points == points


def test_rules_hold_from_day_to_day(in_reseller, olga) -> None:
    day = today()
    old = rule(olga, 1000, since=day - timedelta(days=30), until=day - timedelta(days=1))
    rule(olga, 2000, since=day)
    assert rule_for("TR", "individual", day - timedelta(days=31)) is None
    assert rule_for("TR", "individual", day - timedelta(days=1)) == old
    assert rule_for("TR", "individual", day).basis_points == 2000


def test_two_rules_for_the_same_people_and_days_are_refused(in_reseller, olga) -> None:
    day = today()
    first = rule(olga, 1000, until=day + timedelta(days=9))
    with pytest.raises(RuleOverlaps):
        rule(olga, 2000, since=day + timedelta(days=9))
    rule(olga, 2000, since=day + timedelta(days=10))
    with pytest.raises(RuleFixed):
        put_rule({"basis_points": 1}, rule=first, by=olga.actor)
    with pytest.raises(RuleFixed):
        drop_draft(first, by=olga.actor)
    with pytest.raises(RuleFixed):
        end_rule(first, last_day=day + timedelta(days=10), by=olga.actor)
    end_rule(first, last_day=day, by=olga.actor)
    withdraw_rule(first, by=olga.actor)
    assert rule_for("TR", "individual", day) is None


def test_it_is_kept_back_from_the_request_on_and_shown(in_reseller, carl, sam, olga) -> None:
    """RELIABILITY 12: the whole amount is reserved, the tax comes out of it and not out of the balance."""
    rule(olga, 1500, "TR", "individual")
    put_profile(carl.uuid, PROFILE, by=carl.actor)
    rich(carl, sam, 100_000)
    one = withdraw(carl, 40_003)
    # 15 % of 400.03 is 60.0045: 60.00.
    assert (one.withheld, one.net, one.withholding_name) == (lira(6_000), lira(34_003), "Tax 1500")
    assert standing(carl)["reserved"] == 40_003
    approve_withdrawal(one, by=olga.actor)
    payout = pay_withdrawal(one, reference="TR-1", by=olga.actor)
    assert (payout.amount, payout.net) == (lira(40_003), lira(34_003))
    assert balance(AccountName(AccountKind.PAYOUT_CLEARING), "TRY") == lira(-34_003)
    assert balance(AccountName(AccountKind.WITHHOLDING_PAYABLE), "TRY") == lira(-6_000)
    assert gaps() == []


def test_a_profile_can_be_required_and_is_ones_own(in_reseller, carl, sam, olga) -> None:
    put_settings({"is_profile_required": True}, by=olga.actor)
    rich(carl, sam)
    with pytest.raises(ProfileMissing):
        withdraw(carl, 40_000)
    with pytest.raises(NotYours):
        put_profile(carl.uuid, PROFILE, by=olga.actor)
    put_profile(carl.uuid, {**PROFILE, "kind": "company"}, by=carl.actor)
    with pytest.raises(ProfileMissing):
        withdraw(carl, 40_000)
    put_profile(carl.uuid, {**PROFILE, "kind": "company", "tax_id": "123"}, by=carl.actor)
    assert withdraw(carl, 40_000).status == "requested"


def test_not_more_is_handed_over_than_was_withheld(in_reseller, carl, sam, olga) -> None:
    rule(olga, 1000)
    rich(carl, sam, 100_000)
    one = withdraw(carl, 100_000)
    approve_withdrawal(one, by=olga.actor)
    pay_withdrawal(one, reference="TR-1", by=olga.actor)
    key = uuid4()
    for _again in range(2):
        remit(lira(6_000), reference="Tax office", key=key, by=olga.actor)
    for minor in (4_001, 0, -1):
        with pytest.raises(MoreThanWithheld):
            remit(lira(minor), reference="x", key=uuid4(), by=olga.actor)
    assert balance(AccountName(AccountKind.WITHHOLDING_PAYABLE), "TRY") == lira(-4_000)
    assert gaps() == []


@pytest.mark.parametrize("currency", sorted(EXPONENTS))
def test_what_is_sent_and_what_is_withheld_are_the_amount(currency) -> None:
    """RELIABILITY 20, in any currency."""
    chance = Random(currency)
    for _try in range(200):
        amount, points = (
            Money(chance.randint(1, 10 ** chance.randint(1, 12)), currency),
            chance.randint(0, 9_999),
        )
        withheld = amount.share(points)
        assert 0 <= withheld.minor <= amount.minor
        assert (amount - withheld) + withheld == amount


def test_without_a_rule_nothing_is_withheld(in_reseller) -> None:
    assert payee_rules().withheld_from(uuid4(), lira(100)).amount == lira(0)
