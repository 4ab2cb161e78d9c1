"""Above the programme's limit two people agree, neither of them the one who is paid; and many at one decision."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bench.crowd import crowd
from shared_apps.agenda.door import run_due
from shared_apps.commissions.cards import OwnWithdrawal, SameApprover
from shared_apps.commissions.models import Withdrawal
from shared_apps.commissions.queries import withdrawals
from shared_apps.commissions.verbs import (
    approve_withdrawal,
    change_terms,
    publish,
    reject_withdrawal,
    start_draft,
)
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.payouts.verbs import begin_approval
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
