"""Above the programme's limit two people agree, neither of them the one who is paid; and many at one decision."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bench.crowd import crowd
from shared_apps.agenda.door import run_due
from shared_apps.commissions.cards import OwnWithdrawal, SameApprover
from shared_apps.commissions.models import Withdrawal
from shared_apps.commissions.queries import withdrawals
from shared_apps.commissions.second_approval import Excess, approved_alone, excess_of
from shared_apps.commissions.verbs import (
    approve_withdrawal,
    change_terms,
    publish,
    reject_withdrawal,
    start_draft,
)
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money
from shared_apps.payouts.verbs import begin_approval
from tests.shared_apps.commissions.story import days_later, lira
from tests.shared_apps.ledger.at_once import at_once

from .story import statuses


@pytest.fixture
def limit(in_reseller, olga) -> int:
    """From 400.01 on two must agree."""
    change_terms(start_draft(by=olga.actor), {"second_approval_minor": 40_000}, by=olga.actor)
    draft = start_draft(by=olga.actor)
    publish(draft, by=olga.actor)
    return 40_000


def asked(number: int = 1, minor: int = 40_000) -> list[Withdrawal]:
    found = crowd(number, minor=minor)
    Withdrawal.objects.filter(pk__in=[one.pk for one in found]).update(status="requested", decided_at=None)
    return list(Withdrawal.objects.filter(pk__in=[one.pk for one in found]).order_by("pk"))


def test_up_to_the_limit_one_person_is_enough(limit, olga) -> None:
    [one] = asked()
    assert approve_withdrawal(one, by=olga.actor)
    assert one.status == "approved"


def test_above_it_a_second_person_decides(limit, olga, adel) -> None:
    [one] = asked(minor=40_001)
    assert approve_withdrawal(one, by=olga.actor) is False
    assert (one.status, one.first_approved_label) == ("requested", str(olga))
    with pytest.raises(SameApprover):
        approve_withdrawal(one, by=olga.actor)
    assert approve_withdrawal(one, by=adel.actor)
    assert [event.verb for event in history_of(one)] == ["become approved", "approve first"]


def test_who_is_paid_is_neither_the_first_nor_the_second(limit, olga, adel) -> None:
    [one] = asked(minor=90_000)
    Withdrawal.objects.filter(pk=one.pk).update(person_uuid=adel.uuid)
    one.refresh_from_db()
    with pytest.raises(OwnWithdrawal):
        approve_withdrawal(one, by=adel.actor)
    approve_withdrawal(one, by=olga.actor)
    with pytest.raises(OwnWithdrawal):
        approve_withdrawal(one, by=adel.actor)


def test_what_was_rejected_in_between_is_not_approved(limit, olga, adel) -> None:
    [one] = asked(minor=90_000)
    approve_withdrawal(one, by=olga.actor)
    reject_withdrawal(Withdrawal.objects.get(pk=one.pk), reason="No.", by=olga.actor)
    with pytest.raises(IllegalMove):
        approve_withdrawal(one, by=adel.actor)


@pytest.mark.django_db(transaction=True)
def test_one_person_in_two_windows_is_one_person(reseller, olga) -> None:
    """Both have read that nobody has agreed yet (RELIABILITY 12: at once)."""
    from tenants.context import acting_in

    with acting_in(reseller):
        change_terms(start_draft(by=olga.actor), {"second_approval_minor": 1}, by=olga.actor)
        publish(start_draft(by=olga.actor), by=olga.actor)
        [one] = asked()
        copies = [Withdrawal.objects.get(pk=one.pk) for _ in range(4)]
    results = at_once(
        reseller, [lambda copy=copy: approve_withdrawal(copy, by=olga.actor) for copy in copies]
    )
    assert [found for found in results if found is False] == [False]
    assert all(isinstance(found, SameApprover) for found in results if found is not False)
    with acting_in(reseller):
        assert Withdrawal.objects.get().status == "requested"


def of_one_person(number: int, minor: int) -> list[Withdrawal]:
    """Wishes of the same person, not decided yet."""
    found = asked(number, minor=minor)
    keys = [one.pk for one in found]
    Withdrawal.objects.filter(pk__in=keys).update(person_uuid=found[0].person_uuid, amount_minor=minor)
    return list(Withdrawal.objects.filter(pk__in=keys).order_by("pk"))


def test_splitting_does_not_avoid_the_second_person(limit, olga, adel) -> None:
    """What one person alone has approved for somebody within 30 days counts together."""
    first, second, third, fourth, fifth = of_one_person(5, 20_000)
    # 200.00 and 200.00 are the limit; with the third they are above it.
    assert approve_withdrawal(first, by=olga.actor)
    assert approve_withdrawal(second, by=adel.actor)
    assert excess_of(third) == Excess(lira(40_000), lira(40_000))
    assert approve_withdrawal(third, by=olga.actor) is False
    assert approve_withdrawal(third, by=adel.actor)
    # The third was seen by two and does not count; what is rejected does not either.
    assert approved_alone(fourth) == lira(40_000)
    Withdrawal.objects.filter(pk=second.pk).update(status="rejected")
    assert approve_withdrawal(fourth, by=olga.actor)
    # What came back from the bank does: else who approves could say so of each.
    Withdrawal.objects.filter(pk=first.pk).update(status="returned")
    assert approve_withdrawal(fifth, by=olga.actor) is False
    with days_later(31):
        assert excess_of(fifth) is None
        # The same person again is one person: it counts from now on.
        assert approve_withdrawal(fifth, by=olga.actor)
        assert approved_alone(third) == lira(20_000)


def test_another_currency_is_no_way_around_the_limit(limit, olga) -> None:
    one, other = of_one_person(2, 20_000)
    Withdrawal.objects.filter(pk=other.pk).update(currency="USD")
    other.refresh_from_db()
    assert excess_of(other) == Excess(Money(0, "USD"), Money(0, "USD"))
    publish(
        change_terms(start_draft(by=olga.actor), {"second_approvals": {"USD": 30_000}}, by=olga.actor),
        by=olga.actor,
    )
    assert approve_withdrawal(other, by=olga.actor)
    # Each currency has its own sum.
    assert approved_alone(one) == lira(0)


@pytest.mark.django_db(transaction=True)
def test_two_halves_at_once_are_not_each_the_only_one(reseller, olga, adel) -> None:
    """RELIABILITY 12: both have read that nothing is approved yet; together they are above the limit."""
    from tenants.context import acting_in

    with acting_in(reseller):
        change_terms(start_draft(by=olga.actor), {"second_approval_minor": 40_000}, by=olga.actor)
        publish(start_draft(by=olga.actor), by=olga.actor)
        halves = of_one_person(2, 30_000)
    results = at_once(
        reseller,
        [
            lambda half=half, by=by: approve_withdrawal(half, by=by.actor)
            for half, by in zip(halves, (olga, adel), strict=True)
        ],
    )
    assert sorted(results) == [False, True]


def test_many_at_one_decision(limit, olga, monkeypatch) -> None:
    monkeypatch.setattr("shared_apps.payouts.verbs.approving.CHUNK", 3)
    found = asked(5, minor=39_997)  # 399.97 to 400.01: the last one needs two
    Withdrawal.objects.filter(pk=found[0].pk).update(person_uuid=olga.uuid)
    key = uuid4()
    bulk = begin_approval(withdrawals(), key=key, by=olga.actor)
    assert begin_approval(withdrawals(), key=key, by=olga.actor) == bulk
    run_due()
    assert statuses(bulk.items) == {"refused": 1, "done": 3, "half": 1}
    assert statuses(Withdrawal.objects) == {"requested": 2, "approved": 3}
